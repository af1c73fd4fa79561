// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.event;

/** Takes events in the order in which they happen. */
@FunctionalInterface
public interface EventSink {
    void accept(Event event);
}
