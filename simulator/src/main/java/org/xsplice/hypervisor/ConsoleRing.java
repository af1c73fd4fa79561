// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import java.nio.charset.StandardCharsets;
import org.xsplice.machine.Checkpoint;
import org.xsplice.machine.Memory;

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
    private final StringBuilder line = new StringBuilder();
    private int consumed;

    ConsoleRing(Memory memory, SymbolTable symbols, Console console) {
        this.memory = memory;
        this.console = console;
        ring = symbols.require("conring");
        producer = symbols.require("conringp");
        writers = symbols.require("conring_writers");
        size = memory.readInt(symbols.require("conring_size"));
        consumed = memory.readInt(producer);
        memory.readInt(writers);
        if (Integer.bitCount(size) != 1 || size < 1 || size > SIZE_MAX) {
            throw new ImageException("the image's console ring has %d bytes, not a power of two".formatted(size));
        }
        memory.read(ring, size);
    }

    static boolean isIn(SymbolTable symbols) {
        return symbols.find("conring_writers").isPresent();
    }

    /** Gives the console what guest code has printed since the last call; waits for writers that are not done. */
    void drain() {
        int end = memory.readInt(producer);
        if (end == consumed || memory.readInt(writers) != 0) {
            return;
        }
        if (end - consumed > size) {
            consumed = end - size;
        }
        byte[] fresh = new byte[end - consumed];
        for (int i = 0; i < fresh.length; i++) {
            fresh[i] = (byte) memory.readByte(ring + (consumed + i & size - 1));
        }
        consumed = end;
        line.append(new String(fresh, StandardCharsets.ISO_8859_1));
        for (int newline = line.indexOf("\n"); newline >= 0; newline = line.indexOf("\n")) {
            String whole = line.substring(0, newline + 1);
            line.delete(0, newline + 1);
            console.write(whole.startsWith(PREFIX) ? whole.substring(PREFIX.length()) : whole);
        }
    }

    Checkpoint keep() {
        String lineThen = line.toString();
        int consumedThen = consumed;
        return () -> {
            line.setLength(0);
            line.append(lineThen);
            consumed = consumedThen;
        };
    }
}
