// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

/** A real Xen cannot be asked; the message says why, and how to mend it. */
public final class RealXenException extends Exception {
    private static final long serialVersionUID = 1L;

    RealXenException(String message) {
        super(message, null, false, false);
    }
}
