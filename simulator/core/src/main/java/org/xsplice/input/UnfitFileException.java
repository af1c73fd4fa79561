// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.input;

import java.io.IOException;

/** A file is there, but is not read; the message says why, and does not name it. */
public final class UnfitFileException extends IOException {
    private static final long serialVersionUID = 1L;

    UnfitFileException(String message) {
        super(message);
    }
}
