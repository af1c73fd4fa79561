// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.io.PrintWriter;

/** One line on standard error that says what is being done, where that is a terminal; elsewhere nothing. */
final class StatusLine {
    private final PrintWriter err;
    private final boolean shown;

    StatusLine(PrintWriter err, boolean shown) {
        this.err = err;
        this.shown = shown;
    }

    static StatusLine on(PrintWriter err) {
        return new StatusLine(err, ProgressBar.terminal());
    }

    /** Shows a text in place of the last one. */
    void show(String text) {
        if (shown) {
            err.print(ProgressBar.ERASE + text);
            err.flush();
        }
    }

    /** Leaves the line empty. */
    void erase() {
        show("");
    }
}
