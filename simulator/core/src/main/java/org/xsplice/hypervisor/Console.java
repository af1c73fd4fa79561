// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.xsplice.state.HostState;
import org.xsplice.state.Ref;

/** The hypervisor's console: takes text, gives whole lines. */
public final class Console {
    /** What {@code printk} formats into: text beyond it is lost, a line's end too. */
    private static final int BUFFER_SIZE = 1024;

    private final Consumer<String> lines;
    private final Ref<String> pending;

    /**
     * @param lines takes each finished line, without line end and without {@code (XEN) }
     */
    public Console(Consumer<String> lines, HostState state) {
        this.lines = lines;
        pending = state.value("console.pending", "");
    }

    /**
     * Prints one line that the model makes.
     *
     * @param format in the notation of {@code printk}, without line end
     * @param arguments integers, strings, or byte arrays for {@code %*ph}
     */
    public void printk(String format, Object... arguments) {
        String text = format(format, arguments) + "\n";
        write(text.length() < BUFFER_SIZE ? text : text.substring(0, BUFFER_SIZE - 1));
    }

    /** Formats as {@link #printk} does, without printing. */
    public static String format(String format, Object... arguments) {
        return PrintkFormat.format(format, new Given(Arrays.asList(arguments).iterator()));
    }

    /** Takes text with line ends in it, as {@code printk} was given it. */
    public void write(String text) {
        String rest = pending.get() + text;
        for (int end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
            String line = rest.substring(0, end);
            rest = rest.substring(end + 1);
            pending.set(rest);
            lines.accept(readable(line));
        }
        pending.set(rest);
    }

    /**
     * Xen prints bytes, and a terminal shows those that are UTF-8 as such: lines of newer releases begin with U+00A0. Other
     * lines stay as they are, a character for each byte.
     */
    private static String readable(String line) {
        if (line.chars().allMatch(c -> c < 0x80) || line.chars().anyMatch(c -> c > 0xff)) {
            return line;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return line;
        }
    }

    /** Takes lines that are already whole. */
    public void writeLines(List<String> whole) {
        whole.forEach(line -> write(line + "\n"));
    }

    private record Given(Iterator<?> values) implements PrintkFormat.Arguments {
        @Override
        public long number() {
            return ((Number) values.next()).longValue();
        }

        @Override
        public String text() {
            return String.valueOf(values.next());
        }

        @Override
        public byte[] bytes(int count) {
            return Arrays.copyOf((byte[]) values.next(), count);
        }

        @Override
        public String domain() {
            return text();
        }

        @Override
        public String symbol(boolean withSize) {
            return text();
        }
    }
}
