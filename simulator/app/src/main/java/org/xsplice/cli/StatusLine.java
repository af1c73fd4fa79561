// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

/** One line on standard error that says what is being done, where that is a terminal; elsewhere nothing. */
final class StatusLine {
    private final Output output;
    private final boolean shown;

    StatusLine(Output output, boolean shown) {
        this.output = output;
        this.shown = shown;
    }

    static StatusLine on(Output output) {
        return new StatusLine(output, ProgressBar.terminal());
    }

    /** Shows a text in place of the last one. */
    void show(String text) {
        if (shown) {
            output.status(text);
        }
    }

    /** Leaves the line empty. */
    void erase() {
        show("");
    }
}
