// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.xsplice.input.InputFile;
import org.xsplice.input.InputKind;

/**
 * Whether an engine's library is as it was fetched. A changed one gives wrong results, and one that was cut short kills the
 * process. Libraries that the system has brought have no manifest, and are taken as they are.
 */
public final class Integrity {
    private Integrity() {}

    /**
     * Compares a library with its manifest: all of its content.
     *
     * @throws MissingEngineException if it is not the one, with the command that mends it
     */
    public static void requireSameContent(EngineFile library) {
        check(library, true);
    }

    /** Compares size and time, and the content only where the library is newer than its manifest, as a copy may be. */
    static void requireSame(EngineFile library) {
        check(library, false);
    }

    private static void check(EngineFile library, boolean content) {
        Path file = library.file();
        Path manifest = ManifestLine.manifest(file);
        if (!Files.isRegularFile(manifest)) {
            return;
        }
        try {
            Optional<ManifestLine> line = ManifestLine.of(file);
            if (line.isEmpty()) {
                throw MissingEngineException.damaged(library, manifest + " does not name it");
            }
            compare(library, line.get(), content || isNewer(file, manifest));
        } catch (IOException e) {
            throw MissingEngineException.damaged(library, "it cannot be compared with its manifest: " + e);
        }
    }

    private static void compare(EngineFile library, ManifestLine fetched, boolean content) throws IOException {
        long size = Files.size(library.file());
        if (fetched.size().isPresent() && fetched.size().getAsLong() != size) {
            throw MissingEngineException.damaged(
                    library,
                    "it has " + size + " bytes, and had " + fetched.size().getAsLong() + " when it was fetched");
        }
        if (content && !sha256(library.file()).equals(fetched.sha256())) {
            throw MissingEngineException.damaged(library, "its content is not what was fetched");
        }
    }

    private static boolean isNewer(Path file, Path manifest) throws IOException {
        return Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(manifest)) > 0;
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(InputFile.read(file, InputKind.ENGINE)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has SHA-256
        }
    }
}
