// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

/** A conformance folder, or the file of known differences, cannot be used; the message says what is wrong where. */
public final class BadFolderException extends Exception {
    private static final long serialVersionUID = 1L;

    BadFolderException(String message) {
        super(message, null, false, false);
    }
}
