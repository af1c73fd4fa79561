// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.xsplice.input.InputFile;

/** The end of the hypervisor's console. */
final class ConsoleTail {
    /** A report has a few hundred lines; a machine that faults while it reports can write forever. */
    private static final int BYTES_MAX = 1 << 18;

    private static final List<String> DEATHS =
            List.of("Panic on CPU", "Reboot in five seconds", "*** DOUBLE FAULT ***");

    private ConsoleTail() {}

    static List<String> lines(Path console) throws IOException {
        if (!Files.exists(console)) {
            return List.of();
        }
        return new String(InputFile.end(console, BYTES_MAX), StandardCharsets.ISO_8859_1)
                .replace("\r", "")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    /** Returns whether the hypervisor has said that it dies. */
    static boolean tellsDeath(List<String> lines) {
        return lines.stream().anyMatch(line -> DEATHS.stream().anyMatch(line::contains));
    }
}
