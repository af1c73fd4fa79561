// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.host;

import java.util.Locale;
import java.util.Optional;

/** Who decides what the hypervisor does. */
public enum PlaneKind {
    /** Our model: it explains. */
    MODEL,
    /** Xen's own code, run by the emulated CPUs: it judges. */
    XEN,
    /** Both, side by side; the first difference stops the run. */
    BOTH;

    /** Returns the name that users write. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Finds the constant for what a user wrote. */
    public static Optional<PlaneKind> of(String word) {
        for (PlaneKind kind : values()) {
            if (kind.word().equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
