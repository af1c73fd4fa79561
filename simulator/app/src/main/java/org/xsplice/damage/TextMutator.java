// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import static org.xsplice.text.Formats.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.xsplice.chance.Chance;

/**
 * Damages texts at random, one to four times each: bits, lines, keys, values and numbers. What is put in comes from the other
 * texts, or lies at a border ({@link BorderTexts}). Each character is a byte here, so that a text may become none in UTF-8.
 */
public final class TextMutator {
    private static final int BORDER_ONE_IN = 16;
    private static final int CHANGES_MAX = 4;
    private static final int REPEATED_MAX = 40;
    private static final Pattern VALUE = Pattern.compile("(?<=[:,-] )[^\n:,{}\\[\\]#]+");
    private static final Pattern KEY = Pattern.compile("(?<![a-z])[a-z]++(?=:)");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private final List<String> texts;
    private final Chance chance;

    private enum Change {
        BIT,
        CUT_LINE,
        REPEAT_LINE,
        SWAP_LINES,
        FOREIGN_LINE,
        FOREIGN_KEY,
        FOREIGN_VALUE,
        BORDER_VALUE,
        BORDER_NUMBER,
        INSERT,
        INDENT,
        TRUNCATE
    }

    /**
     * Prepares to damage texts.
     *
     * @param texts at least one
     * @param chance where all choices come from: an equal stream yields equal mutants
     */
    public TextMutator(List<byte[]> texts, Chance chance) {
        this.texts = texts.stream().map(TextMutator::characters).toList();
        this.chance = chance;
    }

    /** Chooses one of the texts, or one at a border, and damages it. */
    public Mutant mutate() {
        List<String> changes = new ArrayList<>();
        String text;
        if (chance.oneIn(BORDER_ONE_IN)) {
            int border = chance.below(BorderTexts.WHOLE.size());
            text = characters(BorderTexts.WHOLE.get(border).getBytes(StandardCharsets.UTF_8));
            changes.add("it is text " + border + " of those at a border");
        } else {
            int base = chance.below(texts.size());
            text = texts.get(base);
            changes.add("it was text " + base);
        }
        for (int count = 1 + chance.below(CHANGES_MAX); count > 0 && !text.isEmpty(); count--) {
            text = change(text, changes);
        }
        return new Mutant(text.getBytes(StandardCharsets.ISO_8859_1), List.copyOf(changes));
    }

    private static String characters(byte[] text) {
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private String change(String text, List<String> changes) {
        Change change = Change.values()[chance.below(Change.values().length)];
        return switch (change) {
            case BIT -> bit(text, changes);
            case CUT_LINE, REPEAT_LINE, SWAP_LINES, FOREIGN_LINE, INDENT -> lines(change, text, changes);
            case FOREIGN_KEY -> replace(KEY, text, foreign(KEY), changes);
            case FOREIGN_VALUE -> replace(VALUE, text, foreign(VALUE), changes);
            case BORDER_VALUE -> replace(VALUE, text, border(BorderTexts.VALUES), changes);
            case BORDER_NUMBER -> replace(NUMBER, text, border(BorderTexts.NUMBERS), changes);
            case INSERT -> {
                int at = chance.below(text.length() + 1);
                int what = chance.below(BorderTexts.PIECES.size());
                changes.add(format("piece %d of those at a border is put in at %d", what, at));
                yield text.substring(0, at)
                        + characters(BorderTexts.PIECES.get(what).getBytes(StandardCharsets.UTF_8))
                        + text.substring(at);
            }
            case TRUNCATE -> {
                int length = chance.below(text.length());
                changes.add("it ends at " + length);
                yield text.substring(0, length);
            }
        };
    }

    private String bit(String text, List<String> changes) {
        int at = chance.below(text.length());
        int bit = chance.below(Byte.SIZE);
        changes.add(format("bit %d of byte %d is flipped", bit, at));
        return text.substring(0, at) + (char) (text.charAt(at) ^ 1 << bit) + text.substring(at + 1);
    }

    private String lines(Change change, String text, List<String> changes) {
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        int at = chance.below(lines.size());
        switch (change) {
            case CUT_LINE -> {
                changes.add(format("line %d is cut", at + 1));
                lines.remove(at);
            }
            case REPEAT_LINE -> {
                int times = 1 + chance.below(REPEATED_MAX);
                changes.add(format("line %d comes %d times more", at + 1, times));
                for (int i = 0; i < times; i++) {
                    lines.add(at, lines.get(at));
                }
            }
            case SWAP_LINES -> {
                int other = chance.below(lines.size());
                changes.add(format("lines %d and %d are swapped", at + 1, other + 1));
                lines.set(at, lines.set(other, lines.get(at)));
            }
            case FOREIGN_LINE -> {
                String[] others = texts.get(chance.below(texts.size())).split("\n", -1);
                String line = others[chance.below(others.length)];
                changes.add(format("before line %d comes \"%s\"", at + 1, line));
                lines.add(at, line);
            }
            default -> {
                int more = chance.below(5);
                changes.add(format("line %d is indented by %d", at + 1, more));
                lines.set(at, " ".repeat(more) + lines.get(at).stripLeading());
            }
        }
        return String.join("\n", lines);
    }

    private String foreign(Pattern pattern) {
        List<String> found = pattern.matcher(texts.get(chance.below(texts.size())))
                .results()
                .map(MatchResult::group)
                .toList();
        return found.isEmpty() ? "" : found.get(chance.below(found.size()));
    }

    private String border(List<String> texts) {
        return characters(texts.get(chance.below(texts.size())).getBytes(StandardCharsets.UTF_8));
    }

    /** Puts something in place of one of the parts that a pattern finds. */
    private String replace(Pattern pattern, String text, String by, List<String> changes) {
        List<MatchResult> found = pattern.matcher(text).results().toList();
        if (found.isEmpty()) {
            return bit(text, changes);
        }
        MatchResult part = found.get(chance.below(found.size()));
        changes.add(format("\"%s\" at %d becomes \"%s\"", part.group(), part.start(), by));
        return text.substring(0, part.start()) + by + text.substring(part.end());
    }
}
