// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import java.util.HexFormat;

/**
 * Formats text as {@code printk} does. Models xen/common/vsprintf.c:vsnprintf, with the {@code %p} extensions that the
 * live-patching code uses.
 */
final class PrintkFormat {
    private static final int MAX_HEX_BYTES = 64;
    private static final int POINTER_DIGITS = 16;
    /** More than is ever printed of one text: a larger width or precision shows nothing more. */
    private static final int LENGTH_MAX = 4096;

    private static final int NOT_GIVEN = -1;

    /** Where the values come from. Each call takes the next one. */
    interface Arguments {
        /** Returns an integer or a pointer, all 64 bits of it. */
        long number();

        /** Returns what a {@code char *} points to. */
        String text();

        /** Returns bytes that a pointer leads to. */
        byte[] bytes(int count);

        /** Returns what {@code %pd} prints for the next pointer, a domain. */
        String domain();

        /** Returns what {@code %ps} prints for the next pointer, and with size what {@code %pS} prints. */
        String symbol(boolean withSize);
    }

    private final String format;
    private final Arguments arguments;
    private final StringBuilder out = new StringBuilder();
    private int at;

    private boolean left;
    private boolean plus;
    private boolean space;
    private boolean special;
    private boolean zero;
    private int width;
    private int precision;
    private int bits;

    private PrintkFormat(String format, Arguments arguments) {
        this.format = format;
        this.arguments = arguments;
    }

    static String format(String format, Arguments arguments) {
        return new PrintkFormat(format, arguments).run();
    }

    private String run() {
        while (at < format.length()) {
            char c = format.charAt(at++);
            if (c == '%' && at < format.length()) {
                conversion();
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private void conversion() {
        flags();
        width = Math.min(star() ? starWidth() : digits(), LENGTH_MAX);
        precision = -1;
        if (peek() == '.') {
            at++;
            precision = Math.min(Math.max(0, star() ? (int) arguments.number() : digits()), LENGTH_MAX);
        }
        bits = qualifier();
        char type = at < format.length() ? format.charAt(at++) : '%';
        switch (type) {
            case 'c' -> pad(String.valueOf((char) (arguments.number() & 0xff)));
            case 's' -> string(arguments.text());
            case 'p' -> pointer();
            case 'd', 'i' -> signed();
            case 'u' -> pad(number(Long.toUnsignedString(unsigned()), ""));
            case 'x' -> hex(false);
            case 'X' -> hex(true);
            case 'o' -> octal();
            case '%' -> out.append('%');
            default -> out.append('%').append(type);
        }
    }

    private void flags() {
        left = plus = space = special = zero = false;
        for (; at < format.length(); at++) {
            switch (format.charAt(at)) {
                case '-' -> left = true;
                case '+' -> plus = true;
                case ' ' -> space = true;
                case '#' -> special = true;
                case '0' -> zero = true;
                default -> {
                    return;
                }
            }
        }
    }

    private char peek() {
        return at < format.length() ? format.charAt(at) : '\0';
    }

    private boolean star() {
        if (peek() == '*') {
            at++;
            return true;
        }
        return false;
    }

    private int starWidth() {
        int given = (int) arguments.number();
        left |= given < 0;
        return Math.abs(given);
    }

    private int digits() {
        int value = NOT_GIVEN;
        while (Character.isDigit(peek())) {
            value = Math.max(value, 0) * 10 + format.charAt(at++) - '0';
        }
        return value;
    }

    /** Takes one qualifier, or {@code ll}; there is no {@code hh}. */
    private int qualifier() {
        switch (peek()) {
            case 'l', 'L', 'z', 'Z' -> {
                at += format.startsWith("ll", at) ? 2 : 1;
                return Long.SIZE;
            }
            case 'h' -> {
                at++;
                return Short.SIZE;
            }
            default -> {
                return Integer.SIZE;
            }
        }
    }

    private long unsigned() {
        long value = arguments.number();
        return bits == Long.SIZE ? value : value & (1L << bits) - 1;
    }

    private void signed() {
        long value = arguments.number() << Long.SIZE - bits >> Long.SIZE - bits;
        String digits = Long.toString(value);
        if (value < 0) {
            pad(number(digits.substring(1), "-"));
        } else {
            pad(number(digits, plus ? "+" : space ? " " : ""));
        }
    }

    private void hex(boolean upper) {
        long value = unsigned();
        String digits = Long.toHexString(value);
        String text = number(digits, special && value != 0 ? "0x" : "");
        pad(upper ? text.toUpperCase(java.util.Locale.ROOT) : text);
    }

    private void octal() {
        long value = unsigned();
        pad(number(Long.toOctalString(value), special && value != 0 ? "0" : ""));
    }

    private String number(String digits, String sign) {
        int zeros = precision >= 0 ? precision - digits.length() : 0;
        if (zero && !left && precision < 0) {
            zeros = width - sign.length() - digits.length();
        }
        return sign + "0".repeat(Math.max(0, zeros)) + digits;
    }

    private void string(String text) {
        pad(precision >= 0 && text.length() > precision ? text.substring(0, precision) : text);
    }

    private void pointer() {
        switch (peek()) {
            case 'h' -> {
                at++;
                hexBytes();
            }
            case 'd' -> {
                at++;
                out.append(arguments.domain());
            }
            case 's' -> {
                at++;
                out.append(arguments.symbol(false));
            }
            case 'S' -> {
                at++;
                out.append(arguments.symbol(true));
            }
            default -> {
                if (width == NOT_GIVEN) {
                    width = POINTER_DIGITS;
                    zero = true;
                }
                pad(number(Long.toHexString(arguments.number()), ""));
            }
        }
    }

    private void hexBytes() {
        if (width <= 0) {
            arguments.bytes(0);
            return;
        }
        String separator = " ";
        switch (peek()) {
            case 'C' -> separator = ":";
            case 'D' -> separator = "-";
            case 'N' -> separator = "";
            default -> at--;
        }
        at++;
        out.append(HexFormat.ofDelimiter(separator).formatHex(arguments.bytes(Math.min(width, MAX_HEX_BYTES))));
    }

    private void pad(String text) {
        String blanks = " ".repeat(Math.max(0, width - text.length()));
        out.append(left ? "" : blanks).append(text).append(left ? blanks : "");
    }
}
