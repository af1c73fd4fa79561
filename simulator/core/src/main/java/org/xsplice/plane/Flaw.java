// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane;

import java.util.Locale;
import java.util.Optional;

/**
 * What can be wrong with the struct of a {@link SysctlCall}. {@code _FAULTS} means a pointer to the caller's memory where
 * nothing is; {@code _IN_XEN} one to memory of the hypervisor.
 */
public enum Flaw {
    /** The struct's own padding is not 0. */
    PAD,
    /** The padding of LIST or ACTION is not 0. */
    COMMAND_PAD,
    NAME_EMPTY,
    /** The name's size is 129, its NUL included. */
    NAME_LONG,
    /** The padding after the name is not 0. */
    NAME_PAD,
    /** The last byte of the name is no NUL. */
    NAME_UNTERMINATED,
    NAME_FAULTS,
    PAYLOAD_FAULTS,
    PAYLOAD_IN_XEN,
    /** The caller has no room for names, which counts since 4.21. */
    NAMES_SMALL,
    /** The caller has no room for metadata, which counts since 4.21. */
    METADATA_SMALL,
    NAMES_FAULT,
    NAMES_IN_XEN,
    LENGTHS_FAULT,
    LENGTHS_IN_XEN,
    STATUSES_FAULT,
    STATUSES_IN_XEN,
    METADATA_FAULTS,
    METADATA_IN_XEN,
    METADATA_LENGTHS_FAULT,
    METADATA_LENGTHS_IN_XEN;

    /** Returns what users write. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Finds the constant for what a user wrote. */
    public static Optional<Flaw> of(String word) {
        for (Flaw flaw : values()) {
            if (flaw.word().equals(word)) {
                return Optional.of(flaw);
            }
        }
        return Optional.empty();
    }
}
