// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

/** A payload that was to be loaded first cannot be; the message says why in one line. */
public final class PayloadFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PayloadFileException(String message) {
        super(message);
    }
}
