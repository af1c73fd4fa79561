// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.support;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Programs of the machine that tests may use where they are there. */
public final class Programs {
    private Programs() {}

    /** Goes on only where all of these programs can be called. */
    public static void require(String... programs) {
        for (String program : programs) {
            assumeTrue(inPath(program), program + " is not installed (Debian: apt-get install gcc binutils make)");
        }
    }

    private static boolean inPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
