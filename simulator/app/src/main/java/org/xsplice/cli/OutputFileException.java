// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.nio.file.Path;

/** A file cannot be written; the message says so in one line. */
final class OutputFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutputFileException(Path file, String reason) {
        super("cannot write " + file + ": " + reason);
    }
}
