// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.xsplice.engine.Checkout;

/** The Java files of all modules, main code and tests. */
public final class SourceFiles {
    private SourceFiles() {}

    /** Returns all, in the order of their paths. */
    public static List<Path> all() throws IOException {
        try (Stream<Path> files = Files.walk(Checkout.file("simulator"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    /** Returns those of main code. */
    public static List<Path> ofMainCode() throws IOException {
        return all().stream()
                .filter(file -> file.toString().contains("/src/main/java/"))
                .toList();
    }
}
