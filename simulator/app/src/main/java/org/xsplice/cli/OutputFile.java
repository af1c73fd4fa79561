// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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

    /**
     * Makes sure that files can be written into a folder, or that it can be made.
     *
     * @throws OutputFileException if not, with the reason
     */
    static void requireFolder(Path folder) {
        Path there = folder.toAbsolutePath();
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there)) {
            throw new OutputFileException(folder, there + " is not a folder");
        }
        try {
            Files.delete(Files.createTempFile(there, ".", ".part"));
        } catch (IOException e) {
            throw new OutputFileException(folder, reason(e));
        }
    }

    /**
     * Makes a folder, unless it is there.
     *
     * @throws OutputFileException if that cannot be
     */
    static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new OutputFileException(folder, reason(e));
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
        try {
            if (inPlace) {
                Files.write(file, content);
                return;
            }
            Path target = Files.exists(file) ? file.toRealPath() : file;
            try {
                Files.write(beside, content);
                if (Files.exists(target) && Files.getFileStore(target).supportsFileAttributeView("posix")) {
                    Files.setPosixFilePermissions(beside, Files.getPosixFilePermissions(target));
                }
                Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw new OutputFileException(file, reason(e));
        }
    }

    /** Says in words why a file cannot be written. */
    static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such folder";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return String.valueOf(e.getMessage());
    }
}
