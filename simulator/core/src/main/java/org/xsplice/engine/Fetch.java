// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.engine;

import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/** The command that brings the engines. */
final class Fetch {
    private static final String MAKE = "`make engines` in the project's folder";

    private Fetch() {}

    /** Returns the command that brings missing engines, and where it is typed, for people. */
    static String command(EngineFolders folders) {
        return folders.checkout().isPresent() ? MAKE : "`" + program(folders) + "`";
    }

    /** Returns the command that brings the engines in a folder again. */
    static String command(EngineFolders folders, Path folder) {
        if (folders.checkout().filter(folder::equals).isPresent()) {
            return MAKE;
        }
        boolean isDefault = folders.checkout().isEmpty() && folder.equals(folders.cache());
        return "`" + program(folders) + (isDefault ? "" : " --into " + quoted(folder)) + "`";
    }

    private static String program(EngineFolders folders) {
        return folders.checkout().isPresent()
                ? quoted(Checkout.file("simulator/engines/fetch"))
                : "python3 " + packedIn().map(Fetch::quoted).orElse("xsplice-core.jar");
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
