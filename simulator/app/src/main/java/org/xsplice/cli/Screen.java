// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * Prints, on what may be a terminal: whatever is printed becomes {@link org.xsplice.text.Visible}, be it ours, of a library, or
 * of a hostile file. Only what {@link #command} is given reaches a terminal as it is.
 */
final class Screen extends PrintWriter {
    private final Writer terminal;

    Screen(Writer terminal, boolean autoFlush) {
        super(new VisibleWriter(terminal), autoFlush);
        this.terminal = terminal;
    }

    /** Prints what a terminal shall obey. */
    void command(String sequence) {
        try {
            terminal.write(sequence);
        } catch (IOException e) {
            setError();
        }
    }
}
