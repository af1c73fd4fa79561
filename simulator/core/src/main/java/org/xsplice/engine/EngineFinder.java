// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xsplice.input.InputFile;

/** Finds the engines' libraries in the {@link EngineFolders}, and then where Debian installs them. */
public final class EngineFinder {
    private static final List<Path> SYSTEM_FOLDERS = Stream.of(
                    "/usr/lib/x86_64-linux-gnu",
                    "/usr/lib/aarch64-linux-gnu",
                    "/usr/local/lib",
                    "/usr/lib64",
                    "/usr/lib")
            .map(Path::of)
            .toList();

    private static final String SYSTEM = "installed on this system";

    private EngineFinder() {}

    /** Finds an engine's library, or nothing where it is on none of the places. */
    public static Optional<EngineFile> find(Engine engine) {
        return find(engine, Stream.concat(EngineFolders.here().inOrder().stream(), SYSTEM_FOLDERS.stream()));
    }

    static Optional<EngineFile> find(Engine engine, Stream<Path> folders) {
        return folders.flatMap(folder -> engine.fileNames().stream().map(folder::resolve))
                .filter(Files::isRegularFile)
                .findFirst()
                .map(file -> new EngineFile(engine, file, source(file)));
    }

    /**
     * Finds an engine's library, and makes sure that it can be loaded without harm.
     *
     * @throws MissingEngineException if it is nowhere, or not as it was fetched; with the command that brings it
     */
    public static EngineFile require(Engine engine) {
        EngineFile found = find(engine).orElseThrow(() -> new MissingEngineException(engine));
        Integrity.requireSame(found);
        return found;
    }

    private static String source(Path file) {
        if (Files.isRegularFile(ManifestLine.manifest(file))) {
            try {
                return ManifestLine.of(file).map(ManifestLine::source).orElse(SYSTEM);
            } catch (IOException e) {
                return "its " + ManifestLine.manifest(file) + ": " + InputFile.problem(e);
            }
        }
        return SYSTEM;
    }
}
