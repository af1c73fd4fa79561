// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.xsplice.input.InputFile;
import org.xsplice.scenario.file.ScenarioFiles;

/** A file that the command line names cannot be read; the message says so in one line. */
final class InputFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InputFileException(Path file, IOException cause) {
        this(file.toString(), ScenarioFiles.nearMiss(file), cause);
    }

    /** Takes a whole message. */
    InputFileException(String message) {
        super(message);
    }

    /**
     * @param name as it was given
     * @param nearMiss what was probably meant, or an empty string
     */
    InputFileException(String name, String nearMiss, IOException cause) {
        super(name + ": " + InputFile.problem(cause) + (nearMiss.isEmpty() ? "" : "; did you mean " + nearMiss + "?"));
    }
}
