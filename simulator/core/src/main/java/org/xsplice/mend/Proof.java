// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.mend;

import java.util.Locale;

/** What is proven of a change: that it does not change what the payload does. The strongest comes first. */
public enum Proof {
    /** What is loaded, relocated, is what the author's own file would be, byte for byte. */
    SAME_BYTES("once loaded, it is the author's payload byte for byte"),
    /** Only what describes the payload changes: notes, names, sizes that are only compared. */
    METADATA("only what describes the payload changes; its code and data are the author's"),
    /** Nothing: it gets the file past the check, and may make something else of it than its author meant. */
    NONE("a guess, which may change what the payload does");

    private final String text;

    Proof(String text) {
        this.text = text;
    }

    /** Returns it in words, for people. */
    public String text() {
        return text;
    }

    /** Returns the word for it in reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
