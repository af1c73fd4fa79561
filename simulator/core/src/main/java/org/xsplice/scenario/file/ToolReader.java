// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xsplice.client.HostFiles;
import org.xsplice.client.ToolWords;
import org.xsplice.scenario.expect.ExpectExit;
import org.xsplice.scenario.expect.ExpectOutput;
import org.xsplice.scenario.expect.Expectation;
import org.xsplice.scenario.expect.ToolStream;
import org.xsplice.scenario.step.Operation;
import org.xsplice.scenario.step.Tool;
import org.xsplice.text.FilePosition;

/** Reads what the client is to do and what is expected of it. */
final class ToolReader {
    static final List<String> KEYS = List.of("exit", "stdout", "stderr");
    private static final int EXIT_MAX = 255;

    private final Scalars scalars;
    private final PatternReader patterns;

    ToolReader(InputErrors errors) {
        scalars = new Scalars(errors);
        patterns = new PatternReader(errors);
    }

    /**
     * Reads the arguments.
     *
     * @param file that is read; paths are relative to it
     */
    Optional<Operation> operation(Value value, Path file) {
        String expected = "arguments of xen-livepatch: a text, which is split at blanks, or a list of words";
        List<String> words = new ArrayList<>();
        if (value instanceof Value.Scalar scalar) {
            words.addAll(ToolWords.split(scalar.isNull() ? "" : scalar.text()));
        } else if (value instanceof Value.Items items) {
            for (Value item : items.values()) {
                if (!(item instanceof Value.Scalar scalar) || scalar.isNull()) {
                    return scalars.wrong(item, "a word");
                }
                words.add(scalar.text());
            }
        } else {
            return scalars.wrong(value, expected);
        }
        return words.stream().anyMatch(word -> word.indexOf('\0') >= 0)
                ? scalars.wrong(value, expected)
                : Optional.of(new Tool(List.copyOf(words), new HostFiles(ScenarioFiles.beside(file, ""))));
    }

    /**
     * Reads the expectations.
     *
     * @param exits whether it lives long enough to exit
     */
    void expectations(FilePosition place, Fields fields, boolean exits, List<Expectation> found) {
        Optional<Value> exit = fields.find("exit");
        if (exit.isPresent()) {
            exit.flatMap(v -> scalars.integer(v, 0, EXIT_MAX, "an exit code from 0 to " + EXIT_MAX))
                    .ifPresent(code -> found.add(new ExpectExit(exit.get().place(), code.intValue(), false)));
        } else if (exits) {
            found.add(new ExpectExit(place, 0, true));
        }
        for (ToolStream stream : ToolStream.values()) {
            fields.find(stream.word())
                    .flatMap(v -> patterns.list(v, ""))
                    .ifPresent(lines -> found.add(new ExpectOutput(
                            fields.find(stream.word()).orElseThrow().place(), stream, lines)));
        }
    }
}
