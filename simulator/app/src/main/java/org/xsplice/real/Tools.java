// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The programs of this machine. */
final class Tools {
    private Tools() {}

    /**
     * Finds a program in PATH.
     *
     * @param debianPackage of Debian with this tool
     * @throws MissingToolException if it is not there
     */
    static Path find(String name, String debianPackage) throws MissingToolException {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst()
                .orElseThrow(() ->
                        new MissingToolException(name + " is missing. On Debian: apt-get install " + debianPackage));
    }
}
