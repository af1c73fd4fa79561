// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

/** A value at the border of what a field of a header can hold, or of what makes sense there. */
public enum Border {
    ZERO("zero"),
    ONE("one"),
    ALL_ONES("all ones"),
    SIGN("only the sign bit"),
    BELOW_SIGN("all ones but the sign bit"),
    INT_SIGN("2^31"),
    PAST_INT("2^32"),
    FILE_SIZE("the size of the file"),
    PAST_FILE("one more than the size of the file"),
    ADDRESS("an address of Xen's text"),
    LESS("one less than it was"),
    MORE("one more than it was");

    private static final long TEXT = 0xffff82d040200000L;

    private final String words;

    Border(String words) {
        this.words = words;
    }

    /**
     * Returns the value; of one that is too wide for the field, the low bytes count.
     *
     * @param width of the field, in bytes
     * @param present what the field holds
     * @param fileSize in bytes
     */
    long value(int width, long present, long fileSize) {
        long sign = 1L << width * Byte.SIZE - 1;
        return switch (this) {
            case ZERO -> 0;
            case ONE -> 1;
            case ALL_ONES -> -1;
            case SIGN -> sign;
            case BELOW_SIGN -> sign - 1;
            case INT_SIGN -> 1L << Integer.SIZE - 1;
            case PAST_INT -> 1L << Integer.SIZE;
            case FILE_SIZE -> fileSize;
            case PAST_FILE -> fileSize + 1;
            case ADDRESS -> TEXT;
            case LESS -> present - 1;
            case MORE -> present + 1;
        };
    }

    @Override
    public String toString() {
        return words;
    }
}
