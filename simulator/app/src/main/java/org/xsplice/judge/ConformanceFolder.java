// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the recorded cases are.
 *
 * @param root a folder with {@code xen-syms} or {@code xen-syms.gz}
 */
record ConformanceFolder(Path root) {
    static final String UPLOADS = "mutants-upload.json";
    static final String APPLIES = "mutants-apply.json";
    static final String LIFECYCLE = "lifecycle.json";

    /** Returns the hypervisor's image. */
    Path image() throws BadFolderException {
        for (String name : List.of("xen-syms.gz", "xen-syms")) {
            if (Files.isRegularFile(root.resolve(name))) {
                return root.resolve(name);
            }
        }
        throw new BadFolderException(root + ": no xen-syms.gz or xen-syms in it; is it a conformance folder?");
    }

    Path payloads() {
        return root.resolve("payloads");
    }

    Path mutants() {
        return root.resolve("mutants");
    }

    Path file(String name) {
        return root.resolve(name);
    }

    /** Returns whether a list of cases can be played: it and the payloads that it is about are there. */
    boolean has(String list) {
        boolean playable = Files.isDirectory(list.equals(LIFECYCLE) ? payloads() : mutants());
        return playable && Files.isRegularFile(root.resolve(list));
    }

    /** Returns what is not there, by name. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (String file : List.of(UPLOADS, APPLIES, LIFECYCLE, "payloads", "mutants")) {
            if (!Files.exists(root.resolve(file))) {
                missing.add(file);
            }
        }
        return missing;
    }
}
