// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** What a command line means by its scenarios: files, folders with some, and {@code -} for standard input. */
final class ScenarioArguments {
    static final Path STANDARD_INPUT = Path.of("-");
    private static final String SUFFIX = ".yaml";

    private ScenarioArguments() {}

    /**
     * Returns the files in the order in which they are named; of a folder those in it that end with {@code .yaml}, by name,
     * but none of the folders below it.
     *
     * @throws InputFileException if a folder cannot be read or has none
     */
    static List<Path> files(List<Path> named) {
        if (Collections.frequency(named, STANDARD_INPUT) > 1) {
            throw new InputFileException("- : standard input can be read only once");
        }
        List<Path> files = new ArrayList<>();
        for (Path path : named) {
            if (Files.isDirectory(path)) {
                files.addAll(in(path));
            } else {
                files.add(path);
            }
        }
        return List.copyOf(files);
    }

    private static List<Path> in(Path folder) {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(SUFFIX) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new InputFileException(folder, e);
        }
        if (files.isEmpty()) {
            throw new InputFileException(folder + ": no scenario (*" + SUFFIX + ") is in this folder");
        }
        return files;
    }
}
