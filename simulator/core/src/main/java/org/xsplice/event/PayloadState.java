// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.event;

/** {@code LIVEPATCH_STATE_} (xen/include/public/sysctl.h), and what stands for none of them. */
public enum PayloadState {
    /** The payload is gone. */
    UNLOADED(0),
    CHECKED(1),
    APPLIED(2),
    /** What guest code has as a state is none that Xen knows. */
    UNKNOWN(-1);

    private final int code;

    PayloadState(int code) {
        this.code = code;
    }

    /** Returns the number that hypercalls have; 0 or less where they have none. */
    public int code() {
        return code;
    }

    /** Returns the state of a payload that is loaded. */
    public static PayloadState of(int code) {
        return code == CHECKED.code ? CHECKED : code == APPLIED.code ? APPLIED : UNKNOWN;
    }
}
