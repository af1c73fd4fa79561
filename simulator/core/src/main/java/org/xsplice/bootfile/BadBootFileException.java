// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.bootfile;

/** A file in /boot cannot be read as what it claims to be; the message says why, without the file's name, in one line. */
public final class BadBootFileException extends Exception {
    private static final long serialVersionUID = 1L;

    BadBootFileException(String message) {
        super(message);
    }
}
