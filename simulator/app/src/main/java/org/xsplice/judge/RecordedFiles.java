// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.xsplice.client.FileReply;
import org.xsplice.client.HostFiles;
import org.xsplice.client.ToolFiles;
import org.xsplice.errno.Errno;

/** The payload files as the recorded commands call them; nothing else is there. */
final class RecordedFiles implements ToolFiles {
    private static final String MUTANTS = "/payloads/mut/";
    private static final String PAYLOADS = "/payloads/";

    private final HostFiles mutants;
    private final HostFiles payloads;
    private final Map<String, String> copies = new TreeMap<>();

    RecordedFiles(ConformanceFolder folder) {
        mutants = new HostFiles(folder.mutants());
        payloads = new HostFiles(folder.payloads());
    }

    @Override
    public FileReply read(String path) {
        String original = copies.getOrDefault(path, path);
        if (original.startsWith(MUTANTS)) {
            return mutants.read(original.substring(MUTANTS.length()));
        }
        if (original.startsWith(PAYLOADS)) {
            return payloads.read(original.substring(PAYLOADS.length()));
        }
        return new FileReply.NotOpened(Errno.ENOENT);
    }

    /** From now on, {@code to} means the file that {@code from} means now. */
    void copy(String from, String to) {
        String target = to.endsWith("/") ? to + Path.of(from).getFileName() : to;
        copies.put(target, copies.getOrDefault(from, from));
    }
}
