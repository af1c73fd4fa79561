// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.engine;

import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/** The command that brings the engines. */
final class Fetch {
    private Fetch() {}

    /** Returns the command and where it is typed, for people. */
    static String command(EngineFolders folders) {
        return folders.checkout().isPresent()
                ? "`make engines` in the project's folder"
                : "`python3 " + packedIn().map(Fetch::quoted).orElse("xsplice-core.jar") + "`";
    }

    /** Returns the jar that this class is in, or the folder. It is a program for Python too, its {@code __main__.py}. */
    private static Optional<Path> packedIn() {
        CodeSource source = Fetch.class.getProtectionDomain().getCodeSource();
        try {
            return source == null
                    ? Optional.empty()
                    : Optional.of(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            return Optional.empty(); // no plain file
        }
    }

    private static String quoted(Path file) {
        String name = file.toString();
        return name.matches("[\\w./+-]+") ? name : "'" + name.replace("'", "'\\''") + "'";
    }
}
