// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.expect;

/**
 * A text that can be looked at only so often. A regular expression that tries one way after the other looks at the same
 * characters again and again; how often it does so is the same on every machine.
 */
final class CountedText implements CharSequence {
    private final String text;
    private final int from;
    private final int to;
    private final int[] left;

    /** A text has been looked at too often. */
    static final class SpentException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SpentException() {
            super("looked at too often", null, false, false);
        }
    }

    /**
     * @param looks how many characters may be looked at
     */
    CountedText(String text, int looks) {
        this(text, 0, text.length(), new int[] {looks});
    }

    private CountedText(String text, int from, int to, int[] left) {
        this.text = text;
        this.from = from;
        this.to = to;
        this.left = left;
    }

    @Override
    public char charAt(int index) {
        if (left[0]-- <= 0) {
            throw new SpentException();
        }
        return text.charAt(from + index);
    }

    @Override
    public int length() {
        return to - from;
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new CountedText(text, from + start, from + end, left);
    }

    @Override
    public String toString() {
        return text.substring(from, to);
    }
}
