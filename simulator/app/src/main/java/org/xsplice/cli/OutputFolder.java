// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A folder that an option names, for files that belong together. It is made when they are written, if it is not there. */
final class OutputFolder {
    private final Path folder;

    private OutputFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes sure that files can be written into a folder, or that it can be made.
     *
     * @throws OutputFileException if not, with the reason
     */
    static OutputFolder at(Path folder) {
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
            throw new OutputFileException(folder, OutputFile.reason(e));
        }
        return new OutputFolder(folder);
    }

    /** Returns a folder in this one. */
    OutputFolder below(String name) {
        return new OutputFolder(folder.resolve(name));
    }

    Path path() {
        return folder;
    }

    /**
     * Writes files, all or none.
     *
     * @param contents by name
     * @return the files
     * @throws OutputFileException if that fails; then all is as it was before
     */
    List<Path> write(Map<String, byte[]> contents) {
        Deque<Path> made = new ArrayDeque<>();
        try {
            make(made);
            Map<OutputFile, byte[]> files = new LinkedHashMap<>();
            contents.forEach((name, content) -> files.put(OutputFile.at(folder.resolve(name)), content));
            OutputFile.writeAll(files);
            return files.keySet().stream().map(OutputFile::path).toList();
        } catch (IOException e) {
            remove(made);
            throw new OutputFileException(folder, OutputFile.reason(e));
        } catch (OutputFileException e) {
            remove(made);
            throw e;
        }
    }

    /**
     * @param made takes the folders that were not there, the innermost first
     */
    private void make(Deque<Path> made) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path each = folder.toAbsolutePath(); !Files.exists(each); each = each.getParent()) {
            missing.push(each);
        }
        for (Path each : missing) {
            Files.createDirectory(each);
            made.push(each);
        }
    }

    private static void remove(Deque<Path> made) {
        for (Path each : made) {
            try {
                Files.delete(each);
            } catch (IOException e) {
                return; // Somebody else has put something there.
            }
        }
    }
}
