// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.xen;

/** Xen's own code cannot be run for this image; the message says what could not be found. The model still can serve. */
public final class UnknownBuildException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    UnknownBuildException(String reason) {
        super("plane xen cannot run this image: " + reason + "; use plane model");
        this.reason = reason;
    }

    /** Returns what could not be found. */
    public String reason() {
        return reason;
    }
}
