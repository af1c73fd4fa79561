// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.xsplice.input.InputFile;
import org.xsplice.input.InputKind;
import org.xsplice.orders.ChoiceLog;
import org.xsplice.text.Visible;
import org.xsplice.text.Wrap;

/** The text of a scenario file, to be written as another file with another order of events. */
public final class ScenarioText {
    private static final int LINE_MAX = 90;
    private static final String EMBEDDED = "embedded";

    private final Path file;
    private final List<String> lines;
    private final Value.Mapping head;

    private ScenarioText(Path file) throws IOException {
        this.file = file;
        String text = new String(InputFile.read(file, InputKind.SCENARIO), StandardCharsets.UTF_8);
        lines = new ArrayList<>(VisibleYaml.of(String.join("\n", text.lines().toList()) + "\n")
                .lines()
                .toList());
        head = YamlFile.parse(file.toString(), String.join("\n", lines), new InputErrors())
                .filter(Value.Mapping.class::isInstance)
                .map(Value.Mapping.class::cast)
                .orElseThrow(() -> new IOException(file + " has changed and is no longer a scenario"));
    }

    /**
     * Returns the text of another file, which names the same guest and payloads, and has these choices.
     *
     * @param comment lines that stand at its beginning
     * @param target where it is going to be
     * @throws IOException if the scenario cannot be read any more
     */
    public static String of(Path scenario, Path target, List<String> comment, ChoiceLog choices) throws IOException {
        ScenarioText text = new ScenarioText(scenario);
        text.movePaths(target);
        text.dropChoices();
        List<String> all = new ArrayList<>();
        comment.forEach(line -> all.add(("# " + Visible.line(line)).stripTrailing()));
        all.addAll(text.lines);
        all.add("choices:");
        text.wrapped(choices).forEach(line -> all.add("  - " + line));
        return String.join("\n", all) + "\n";
    }

    private List<String> wrapped(ChoiceLog choices) {
        return Wrap.at(LINE_MAX, "", "", choices.toString());
    }

    /** Makes relative paths lead from the other file to where they led from this one; the last one first. */
    private void movePaths(Path target) throws IOException {
        List<Value.Scalar> paths = paths();
        Collections.reverse(paths);
        Path from = target.toAbsolutePath().normalize().getParent();
        for (Value.Scalar path : paths) {
            Path leads = ScenarioFiles.beside(file.toAbsolutePath(), path.text());
            if (!Path.of(path.text()).isAbsolute()) {
                replace(path, from.relativize(leads).toString());
            }
        }
    }

    private List<Value.Scalar> paths() {
        List<Value.Scalar> paths = new ArrayList<>();
        for (Value.Field field : head.fields()) {
            if (field.key().equals("guest")
                    && field.value() instanceof Value.Scalar guest
                    && !guest.text().startsWith(EMBEDDED)) {
                paths.add(guest);
            }
            if (field.key().equals("steps") && field.value() instanceof Value.Items steps) {
                steps.values().forEach(step -> addPaths(step, paths));
            }
        }
        paths.sort((a, b) -> a.place().line() != b.place().line()
                ? Integer.compare(a.place().line(), b.place().line())
                : Integer.compare(a.place().column(), b.place().column()));
        return paths;
    }

    private static void addPaths(Value value, List<Value.Scalar> paths) {
        if (value instanceof Value.Mapping mapping) {
            for (Value.Field field : mapping.fields()) {
                if (field.key().equals("upload")) {
                    addPaths(field.value(), paths);
                } else if (field.key().equals("file") && field.value() instanceof Value.Scalar path) {
                    paths.add(path);
                }
            }
        }
    }

    private void replace(Value.Scalar old, String fresh) throws IOException {
        int index = old.place().line() - 1;
        String line = lines.get(index);
        String before = line.substring(0, old.place().column() - 1);
        String rest = line.substring(old.place().column() - 1);
        for (String quote : List.of("", "\"", "'")) {
            String written = quote + old.text() + quote;
            if (rest.startsWith(written)) {
                lines.set(index, before + quoted(fresh) + rest.substring(written.length()));
                return;
            }
        }
        throw new IOException(old.place() + ": this path cannot be rewritten; put it on one line");
    }

    private static String quoted(String path) {
        return path.matches("[A-Za-z0-9._/+-]+") ? path : "'" + path.replace("'", "''") + "'";
    }

    private void dropChoices() {
        for (int i = 0; i < head.fields().size(); i++) {
            Value.Field field = head.fields().get(i);
            if (field.key().equals("choices")) {
                int end = i + 1 < head.fields().size()
                        ? head.fields().get(i + 1).place().line() - 1
                        : lines.size();
                lines.subList(field.place().line() - 1, end).clear();
                return;
            }
        }
    }
}
