// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.xsplice.text.Visible;

/**
 * A file that an option names. Whether it can be written is found out at once, and not when all work is done; it is written
 * beside its place and then moved there, so that there is all of it or what was there before. What is no regular file, such
 * as a device, is written in place.
 */
final class OutputFile {
    private static final String STANDARD_OUTPUT = "-";

    private final Path file;
    private final Path beside;
    private final boolean inPlace;

    private OutputFile(Path file, Path beside, boolean inPlace) {
        this.file = file;
        this.beside = beside;
        this.inPlace = inPlace;
    }

    /**
     * Makes sure that a file can be written.
     *
     * @throws OutputFileException if not, with the reason
     */
    static OutputFile at(Path named) {
        if (named.toString().equals(STANDARD_OUTPUT)) {
            throw new OutputFileException(
                    named, "standard output is for what the command prints; for a file with the name -, write ./-");
        }
        try {
            Path file = Files.exists(named) ? named.toRealPath() : named;
            if (Files.isDirectory(file)) {
                throw new OutputFileException(named, "it is a folder");
            }
            boolean inPlace = Files.exists(file) && !Files.isRegularFile(file);
            if (Files.exists(file) && !Files.isWritable(file)) {
                throw new OutputFileException(named, "you may not write it");
            }
            Path beside = file.resolveSibling(
                    "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
            if (!inPlace) {
                Files.write(beside, new byte[0], StandardOpenOption.CREATE_NEW);
                Files.delete(beside);
            }
            return new OutputFile(named, beside, inPlace);
        } catch (IOException e) {
            throw new OutputFileException(named, reason(e));
        }
    }

    Path path() {
        return file;
    }

    /**
     * Writes {@link Visible} text: people look at files in a terminal too.
     *
     * @throws OutputFileException if that fails; then there is what was there before
     */
    void write(String text) {
        write(Visible.text(text).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes it.
     *
     * @throws OutputFileException if that fails; then there is what was there before
     */
    void write(byte[] content) {
        writeAll(Map.of(this, content));
    }

    /**
     * Writes files that belong together.
     *
     * @throws OutputFileException if one of them cannot be written; then of each there is what was there before
     */
    static void writeAll(Map<OutputFile, byte[]> contents) {
        try {
            contents.forEach(OutputFile::prepare);
            contents.forEach(OutputFile::finish);
        } finally {
            contents.keySet().forEach(OutputFile::tidy);
        }
    }

    private void prepare(byte[] content) {
        try {
            if (inPlace) {
                Files.write(file, content);
                return;
            }
            Files.write(beside, content);
            Path target = target();
            if (Files.exists(target) && Files.getFileStore(target).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(beside, Files.getPosixFilePermissions(target));
            }
        } catch (IOException e) {
            throw new OutputFileException(file, reason(e));
        }
    }

    private void finish(byte[] content) {
        if (inPlace) {
            return;
        }
        try {
            Files.move(beside, target(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new OutputFileException(file, reason(e));
        }
    }

    private void tidy() {
        try {
            Files.deleteIfExists(beside);
        } catch (IOException e) {
            // It is told already why the file itself could not be written.
        }
    }

    private Path target() throws IOException {
        return Files.exists(file) ? file.toRealPath() : file;
    }

    /** Says in words why a file cannot be written; some exceptions only say which file it is. */
    static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such folder";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileAlreadyExistsException there) {
            return there.getFile() + " is in the way";
        }
        if (e instanceof FileSystemException system) {
            return system.getReason() != null
                    ? system.getReason()
                    : "the system gives no reason (" + e.getClass().getSimpleName() + ")";
        }
        return e.getMessage() != null ? e.getMessage() : e.getClass().getSimpleName();
    }
}
