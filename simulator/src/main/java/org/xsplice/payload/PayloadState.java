// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

/** {@code LIVEPATCH_STATE_} (xen/include/public/sysctl.h). */
public enum PayloadState {
    CHECKED(1),
    APPLIED(2);

    private final int code;

    PayloadState(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
