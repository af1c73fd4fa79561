// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.xsplice.text.PaintedLine;
import org.xsplice.text.Style;
import org.xsplice.text.Visible;
import org.xsplice.text.Wrap;

/**
 * Where the program prints: nobody else does. No text is obeyed by a terminal, whoever wrote it: what is not visible is written
 * as its number ({@link org.xsplice.text.Visible}), and colours are added around that.
 *
 * @param out what was asked for
 * @param err what went wrong
 * @param width of a line on {@code out}
 */
record Output(Screen out, Screen err, Style style, int width) {
    /** Back to the beginning of the line, and remove it. */
    private static final String ERASE = "\r\u001b[K";

    private static final int WIDTH_MIN = 80;
    private static final int WIDTH_MAX = 120;
    /** Fits nearly every terminal; the launcher says how wide it is where it can ask. */
    private static final int WIDTH_UNKNOWN = 80;

    /** Returns the process's own output. */
    static Output ofProcess(StandardOutput standard) {
        Map<String, String> environment = System.getenv();
        boolean terminal = terminal();
        Charset charset = charset(System.getProperty("sun.jnu.encoding"));
        boolean colour = terminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Output(
                new Screen(new OutputStreamWriter(standard, charset), terminal),
                new Screen(new OutputStreamWriter(System.err, charset), true),
                colour ? Style.COLOUR : Style.PLAIN,
                width(environment.get("COLUMNS")));
    }

    /** Returns the locale's character set; UTF-8 where there is none to speak of: that has what users type and see. */
    static Charset charset(String name) {
        boolean useful = name != null && Charset.isSupported(name);
        Charset charset = useful ? Charset.forName(name) : StandardCharsets.UTF_8;
        return charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
    }

    /** Returns an output into writers, without colour. */
    static Output of(Writer out, Writer err) {
        return new Output(new Screen(out, false), new Screen(err, false), Style.PLAIN, WIDTH_UNKNOWN);
    }

    /** Returns whether standard output is a terminal; where the system cannot say, whether there is a console. */
    private static boolean terminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return System.console() != null;
        }
    }

    private static int width(String columns) {
        try {
            return columns == null
                    ? WIDTH_UNKNOWN
                    : Math.max(WIDTH_MIN, Math.min(WIDTH_MAX, Integer.parseInt(columns)));
        } catch (NumberFormatException e) {
            return WIDTH_UNKNOWN;
        }
    }

    /** Prints one line: a line end in the text is one that somebody else wrote, and shown as such. */
    void line(String text) {
        out.println(Visible.line(text));
    }

    /** Prints a document of several lines. */
    void document(String text) {
        out.println(text);
    }

    void line(PaintedLine line) {
        out.command(style.text(line));
        out.println();
    }

    /** Prints text that may take several lines. */
    void wrapped(String indent, String text) {
        Wrap.at(width, indent, indent, text).forEach(this::line);
    }

    /** Says in one line what went wrong. */
    void error(String text) {
        error(List.of(text));
    }

    /** Says in some lines what went wrong. */
    void error(List<String> lines) {
        out.flush();
        err.println("xsplice: " + Visible.line(lines.get(0)));
        lines.stream().skip(1).forEach(line -> err.println(Visible.line(line)));
        err.flush();
    }

    /** Shows a text on a terminal in place of the last one; the next thing that is printed shall be another, or an empty one. */
    void status(String text) {
        err.command(ERASE);
        err.print(text);
        err.flush();
    }

    void flush() {
        out.flush();
        err.flush();
    }
}
