// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import static org.xsplice.text.Formats.format;

import java.nio.charset.StandardCharsets;
import org.xsplice.machine.Memory;
import org.xsplice.state.HostState;
import org.xsplice.state.Num;
import org.xsplice.state.Ref;

/**
 * The console ring that the embedded guest keeps in its memory: {@code conring}, its producer index {@code conringp} and
 * the number of CPUs that are writing just now, {@code conring_writers}.
 */
final class ConsoleRing {
    private static final String PREFIX = "(XEN) ";
    private static final int SIZE_MAX = 16 << 20;

    private final Memory memory;
    private final Console console;
    private final long ring;
    private final long producer;
    private final long writers;
    private final int size;
    private final Ref<String> line;
    private final Num consumed;

    ConsoleRing(Memory memory, SymbolTable symbols, Console console, HostState state) {
        this.memory = memory;
        this.console = console;
        ring = symbols.require("conring");
        producer = symbols.require("conringp");
        writers = symbols.require("conring_writers");
        size = memory.readInt(symbols.require("conring_size"));
        line = state.value("ring.line", "");
        consumed = state.progress("ring.consumed", memory.readInt(producer));
        memory.readInt(writers);
        if (Integer.bitCount(size) != 1 || size < 1 || size > SIZE_MAX) {
            throw new ImageException(format("the image's console ring has %d bytes, not a power of two", size));
        }
        memory.read(ring, size);
    }

    static boolean isIn(SymbolTable symbols) {
        return symbols.find("conring_writers").isPresent();
    }

    /** Gives the console what guest code has printed since the last call; waits for writers that are not done. */
    void drain() {
        int end = memory.readInt(producer);
        if (end == consumed.getInt() || memory.readInt(writers) != 0) {
            return;
        }
        int start = end - consumed.getInt() > size ? end - size : consumed.getInt();
        byte[] fresh = new byte[end - start];
        for (int i = 0; i < fresh.length; i++) {
            fresh[i] = (byte) memory.readByte(ring + (start + i & size - 1));
        }
        consumed.set(end);
        String rest = line.get() + new String(fresh, StandardCharsets.ISO_8859_1);
        for (int newline = rest.indexOf('\n'); newline >= 0; newline = rest.indexOf('\n')) {
            String whole = rest.substring(0, newline + 1);
            rest = rest.substring(newline + 1);
            line.set(rest);
            console.write(whole.startsWith(PREFIX) ? whole.substring(PREFIX.length()) : whole);
        }
        line.set(rest);
    }
}
