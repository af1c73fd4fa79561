// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.xsplice.input.InputFile;
import org.xsplice.input.InputKind;

/**
 * What simulator/engines/fetch has written down about a library.
 *
 * @param sha256 hexadecimal
 * @param size in bytes; older manifests do not have it
 * @param source where the library came from, for people
 */
record ManifestLine(String sha256, OptionalLong size, String source) {
    private static final String MANIFEST = "MANIFEST";
    /** Name, version, file, SHA-256, size, and where it came from. */
    private static final int WORDS = 6;

    /** Returns the manifest of the folder that a library is in, whether it is there or not. */
    static Path manifest(Path library) {
        return library.resolveSibling(MANIFEST);
    }

    /** Returns what the manifest beside a library says about it, if it says anything. */
    static Optional<ManifestLine> of(Path library) throws IOException {
        String name = library.getFileName().toString();
        byte[] lines = InputFile.read(manifest(library), InputKind.MANIFEST);
        for (String line : new String(lines, StandardCharsets.UTF_8).split("\n")) {
            String[] words = line.split(" ", WORDS);
            if (words.length >= WORDS - 1 && words[2].equals(name)) {
                return Optional.of(of(words));
            }
        }
        return Optional.empty();
    }

    private static ManifestLine of(String[] words) {
        String fifth = words[WORDS - 2];
        String rest = words.length == WORDS ? words[WORDS - 1] : "";
        return fifth.matches("[0-9]{1,18}")
                ? new ManifestLine(words[WORDS - 3], OptionalLong.of(Long.parseLong(fifth)), rest)
                : new ManifestLine(words[WORDS - 3], OptionalLong.empty(), (fifth + " " + rest).strip());
    }
}
