// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine;

import java.util.List;

/** What something was at one moment; it can be put back any number of times. */
@FunctionalInterface
public interface Checkpoint {
    /** Makes it again what it was. */
    void putBack();

    /** Puts several things back, in order. */
    static Checkpoint all(Checkpoint... parts) {
        List<Checkpoint> all = List.of(parts);
        return () -> all.forEach(Checkpoint::putBack);
    }
}
