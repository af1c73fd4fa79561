// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.state;

/** A value that is no record and says itself what tells it from others of its kind. */
public interface Hashed {
    /** Adds what tells it from others. */
    void addTo(StateHash hash);
}
