// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.io.IOException;
import java.io.Writer;
import org.xsplice.text.Visible;

/** Writes {@link Visible} text. */
final class VisibleWriter extends Writer {
    private final Writer to;
    /** The first half of a character whose second half has not come yet, or nothing. */
    private String half = "";

    VisibleWriter(Writer to) {
        this.to = to;
    }

    @Override
    public void write(char[] buffer, int from, int length) throws IOException {
        String text = half + new String(buffer, from, length);
        int end = text.length();
        if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        half = text.substring(end);
        to.write(Visible.text(text.substring(0, end)));
    }

    @Override
    public void flush() throws IOException {
        to.write(Visible.text(half));
        half = "";
        to.flush();
    }

    @Override
    public void close() throws IOException {
        flush();
        to.close();
    }
}
