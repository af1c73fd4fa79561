// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.text;

/** How a part of a line looks where there are colours. */
public enum Paint {
    NONE(""),
    BOLD("1"),
    DIM("2"),
    RED("31"),
    GREEN("32"),
    YELLOW("33"),
    CYAN("36"),
    BOLD_RED("1;31"),
    BOLD_GREEN("1;32"),
    BOLD_YELLOW("1;33");

    private final String code;

    Paint(String code) {
        this.code = code;
    }

    /** Returns what makes a terminal write a text so. */
    String on(String text) {
        return this == NONE || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
