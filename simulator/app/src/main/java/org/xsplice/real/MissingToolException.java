// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

/** A tool or a part is not there; the message has the command that mends it. */
public final class MissingToolException extends Exception {
    private static final long serialVersionUID = 1L;

    MissingToolException(String message) {
        super(message, null, false, false);
    }
}
