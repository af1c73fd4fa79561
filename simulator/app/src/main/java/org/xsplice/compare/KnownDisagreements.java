// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.xsplice.input.InputKind;
import org.xsplice.plane.both.Disagreement;
import org.xsplice.scenario.file.YamlList;

/**
 * What the planes may differ in, each with its reason: the list {@code planes} of {@code known-differences.yaml}. The file
 * itself tells its form.
 */
public final class KnownDisagreements {
    /** Nothing is forgiven. */
    public static final KnownDisagreements NONE = new KnownDisagreements(List.of());

    private static final String LIST = "planes";
    private static final Set<String> KEYS = Set.of("operation", "field", "model", "xen", "reason", "asked");

    private final List<Entry> entries;

    private KnownDisagreements(List<Entry> entries) {
        this.entries = entries;
    }

    private record Entry(Pattern operation, Pattern field, Pattern model, Pattern xen) {
        boolean explains(Disagreement difference) {
            return operation.matcher(difference.operation()).find()
                    && field.matcher(difference.field()).find()
                    && model.matcher(difference.model()).find()
                    && xen.matcher(difference.xen()).find();
        }
    }

    /**
     * Reads the list.
     *
     * @throws IOException if there is no such file, or it is not of the form that its first lines describe; the message says what
     *     is wrong
     */
    public static KnownDisagreements read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Object item : YamlList.read(file, InputKind.DIFFERENCES, LIST)) {
            entries.add(entry(file, item));
        }
        return new KnownDisagreements(entries);
    }

    private static Entry entry(Path file, Object item) throws IOException {
        if (!(item instanceof Map<?, ?> map)
                || !map.keySet().equals(KEYS)
                || KEYS.stream().anyMatch(k -> String.valueOf(map.get(k)).isBlank())) {
            throw new IOException(file + ": a known difference must have operation, field, model, xen, reason and "
                    + "asked, and nothing else: " + item);
        }
        try {
            return new Entry(
                    Pattern.compile(String.valueOf(map.get("operation"))),
                    Pattern.compile(String.valueOf(map.get("field"))),
                    Pattern.compile(String.valueOf(map.get("model"))),
                    Pattern.compile(String.valueOf(map.get("xen"))));
        } catch (PatternSyntaxException e) {
            throw new IOException(file + ": this is not a regular expression: " + e.getMessage(), e);
        }
    }

    /** Returns whether a difference is one of them. */
    boolean explain(Disagreement difference) {
        return entries.stream().anyMatch(entry -> entry.explains(difference));
    }
}
