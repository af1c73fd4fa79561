// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xsplice.input.InputFile;
import org.xsplice.input.InputKind;

/** Finds the engines' libraries in the {@link EngineFolders}, and then where Debian installs them. */
public final class EngineFinder {
    private static final String MANIFEST = "MANIFEST";
    /** Name, version, file, SHA-256, and where it came from: see simulator/engines/fetch. */
    private static final int MANIFEST_WORDS = 5;

    private static final List<Path> SYSTEM_FOLDERS = Stream.of(
                    "/usr/lib/x86_64-linux-gnu",
                    "/usr/lib/aarch64-linux-gnu",
                    "/usr/local/lib",
                    "/usr/lib64",
                    "/usr/lib")
            .map(Path::of)
            .toList();

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
     * Finds an engine's library.
     *
     * @throws MissingEngineException if it is nowhere, with the command that brings it
     */
    public static EngineFile require(Engine engine) {
        return find(engine).orElseThrow(() -> new MissingEngineException(engine));
    }

    private static String source(Path file) {
        Path manifest = file.resolveSibling(MANIFEST);
        if (Files.isRegularFile(manifest)) {
            try {
                byte[] lines = InputFile.read(manifest, InputKind.MANIFEST);
                for (String line :
                        new String(lines, StandardCharsets.UTF_8).lines().toList()) {
                    String[] words = line.split(" ", MANIFEST_WORDS);
                    if (words.length == MANIFEST_WORDS
                            && words[2].equals(file.getFileName().toString())) {
                        return words[MANIFEST_WORDS - 1];
                    }
                }
            } catch (IOException e) {
                return "its " + manifest + ": " + InputFile.problem(e);
            }
        }
        return "installed on this system";
    }
}
