// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A temporary folder for damaged files. Those of processes that were killed are removed when the next is made. */
record FuzzFolder(Path path) implements AutoCloseable {
    private static final String PREFIX = "xsplice-fuzz-";

    static FuzzFolder create() {
        try {
            Path folder =
                    Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-");
            sweep(folder.getParent());
            return new FuzzFolder(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("there is no temporary folder to be had", e);
        }
    }

    private static void sweep(Path parent) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : folders) {
                String process = folder.getFileName()
                        .toString()
                        .substring(PREFIX.length())
                        .replaceFirst("-.*", "");
                if (process.matches("[0-9]{1,9}")
                        && ProcessHandle.of(Long.parseLong(process)).isEmpty()) {
                    remove(folder);
                }
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (NoSuchFileException e) {
            // Another process sweeps too.
            return;
        }
    }

    @Override
    public void close() {
        try {
            remove(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
