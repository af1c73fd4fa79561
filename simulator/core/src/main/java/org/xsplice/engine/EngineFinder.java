// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the engines' libraries: first in the folder named by the system property {@code xsplice.engines}, else in
 * {@code .engines} below {@code xsplice.home} (where {@code make build} puts them); then where Debian installs them.
 */
public final class EngineFinder {
    private static final String MANIFEST = "MANIFEST";
    /** Name, version, file, SHA-256, and where it came from: see simulator/engines/fetch. */
    private static final int MANIFEST_WORDS = 5;

    private static final List<String> SYSTEM_FOLDERS =
            List.of("/usr/lib/x86_64-linux-gnu", "/usr/local/lib", "/usr/lib64", "/usr/lib");

    private EngineFinder() {}

    /** Returns the folder that {@code make build} fills, whether it is there or not. */
    public static Path folder() {
        String explicit = System.getProperty("xsplice.engines");
        return explicit != null
                ? Path.of(explicit).toAbsolutePath()
                : Path.of(System.getProperty("xsplice.home", "."))
                        .toAbsolutePath()
                        .resolve(".engines");
    }

    /** Finds an engine's library, or nothing where it is on none of the places. */
    public static Optional<EngineFile> find(Engine engine) {
        List<Path> folders = new ArrayList<>();
        folders.add(folder());
        SYSTEM_FOLDERS.forEach(f -> folders.add(Path.of(f)));
        for (Path folder : folders) {
            for (String name : engine.fileNames()) {
                Path file = folder.resolve(name);
                if (Files.isRegularFile(file)) {
                    return Optional.of(new EngineFile(engine, file, source(folder, name)));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Finds an engine's library.
     *
     * @throws MissingEngineException if it is nowhere, with the command that installs it
     */
    public static EngineFile require(Engine engine) {
        return find(engine).orElseThrow(() -> new MissingEngineException(engine));
    }

    private static String source(Path folder, String name) {
        Path manifest = folder.resolve(MANIFEST);
        if (Files.isRegularFile(manifest)) {
            try {
                for (String line : Files.readAllLines(manifest)) {
                    String[] words = line.split(" ", MANIFEST_WORDS);
                    if (words.length == MANIFEST_WORDS && words[2].equals(name)) {
                        return words[MANIFEST_WORDS - 1];
                    }
                }
            } catch (IOException e) {
                return "its " + manifest + " cannot be read: " + e.getMessage();
            }
        }
        return "installed on this system";
    }
}
