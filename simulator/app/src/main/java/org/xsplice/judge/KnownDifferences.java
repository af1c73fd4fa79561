// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xsplice.input.InputKind;
import org.xsplice.scenario.file.YamlList;

/** The differences that cannot or should not be mended, each with its reason. */
final class KnownDifferences {
    private static final Set<String> KEYS = Set.of("scenario", "step", "field", "reason", "asked");

    private final List<Entry> entries;

    private KnownDifferences(List<Entry> entries) {
        this.entries = entries;
    }

    private record Entry(String scenario, int step, String field) {}

    /**
     * Reads the file that documents them; none where there is no file.
     *
     * @throws BadFolderException if it is not of the form that its first lines describe
     */
    static KnownDifferences read(Path file) throws BadFolderException {
        if (!Files.exists(file)) {
            return new KnownDifferences(List.of());
        }
        List<Entry> entries = new ArrayList<>();
        try {
            for (Object item : YamlList.read(file, InputKind.DIFFERENCES, "differences")) {
                entries.add(entry(file, item));
            }
        } catch (IOException e) {
            throw new BadFolderException(e.getMessage());
        }
        return new KnownDifferences(entries);
    }

    private static Entry entry(Path file, Object item) throws BadFolderException {
        if (item instanceof Map<?, ?> map
                && map.keySet().equals(KEYS)
                && map.get("step") instanceof Integer step
                && KEYS.stream().allMatch(k -> !String.valueOf(map.get(k)).isBlank())) {
            return new Entry(String.valueOf(map.get("scenario")), step, String.valueOf(map.get("field")));
        }
        throw new BadFolderException(file + ": a difference must have scenario, step (a number), field, reason and "
                + "asked, and nothing else: " + item);
    }

    /** Returns whether a difference is one of them. */
    boolean explain(Difference difference) {
        return entries.contains(new Entry(
                difference.scenario(), difference.step(), difference.mismatch().field()));
    }
}
