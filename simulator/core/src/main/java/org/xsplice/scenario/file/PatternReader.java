// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.xsplice.scenario.expect.LinePattern;

/** Reads what lines should look like: a line as it stands, {@code /expression/}, or {@code ...} for any lines. */
final class PatternReader {
    private static final String ANYTHING = "...";

    private final InputErrors errors;
    private final Scalars scalars;

    PatternReader(InputErrors errors) {
        this.errors = errors;
        scalars = new Scalars(errors);
    }

    /**
     * Reads a value that should be a list of lines.
     *
     * @param prefix that lines may have or not
     */
    Optional<List<LinePattern>> list(Value value, String prefix) {
        return value instanceof Value.Items items
                ? Optional.of(lines(items, prefix))
                : scalars.wrong(
                        value,
                        "a list of lines; /.../ is a regular expression, and a line of three dots stands for any lines");
    }

    /**
     * Reads a list of lines.
     *
     * @param prefix that lines may have or not
     */
    List<LinePattern> lines(Value.Items items, String prefix) {
        List<LinePattern> patterns = new ArrayList<>();
        for (Value item : items.values()) {
            if (item instanceof Value.Scalar scalar) {
                line(scalar, prefix).ifPresent(patterns::add);
            } else {
                scalars.wrong(item, "a line of text");
            }
        }
        return List.copyOf(patterns);
    }

    private Optional<LinePattern> line(Value.Scalar scalar, String prefix) {
        String text = scalar.text();
        if (text.equals(ANYTHING)) {
            return Optional.of(new LinePattern.Anything());
        }
        if (isRegex(text)) {
            return regex(scalar);
        }
        return Optional.of(new LinePattern.Exact(text.startsWith(prefix) ? text.substring(prefix.length()) : text));
    }

    /** Reads a text that a line should contain, or an expression. */
    Optional<LinePattern> part(Value.Scalar scalar) {
        return isRegex(scalar.text())
                ? regex(scalar)
                : Optional.of(new LinePattern.Regex(Pattern.compile(scalar.text(), Pattern.LITERAL)));
    }

    private static boolean isRegex(String text) {
        return text.length() > 2 && text.startsWith("/") && text.endsWith("/");
    }

    private Optional<LinePattern> regex(Value.Scalar scalar) {
        String text = scalar.text();
        try {
            return Optional.of(new LinePattern.Regex(Pattern.compile(text.substring(1, text.length() - 1))));
        } catch (PatternSyntaxException e) {
            errors.add(scalar.place(), text + " is not a regular expression: " + e.getDescription(), "");
            return Optional.empty();
        }
    }
}
