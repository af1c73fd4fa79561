// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.xsplice.text.NearMiss;

/** Where files are that a scenario or a command line names, and what was probably meant where they are not there. */
public final class ScenarioFiles {
    private ScenarioFiles() {}

    /** Returns the file of that name, seen from a scenario file. */
    static Path beside(Path scenario, String name) {
        return scenario.resolveSibling(name).normalize();
    }

    /** Returns the neighbour of a missing file whose name is most like it, or an empty string. */
    public static String nearMiss(Path missing) {
        Path folder = missing.toAbsolutePath().getParent();
        if (folder == null || missing.getFileName() == null || Files.exists(missing)) {
            return "";
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names =
                    files.map(f -> f.getFileName().toString()).sorted().toList();
            return NearMiss.of(missing.getFileName().toString(), names);
        } catch (IOException e) {
            return "";
        }
    }
}
