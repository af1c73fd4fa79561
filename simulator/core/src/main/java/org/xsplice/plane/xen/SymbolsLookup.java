// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.xen;

import static org.xsplice.text.Formats.format;

import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.machine.Memory;

/** Asks {@code symbols_lookup} (xen/common/symbols.c) of the image, as its printk does for {@code %pS}. */
final class SymbolsLookup {
    private static final int OFFSET = 8;
    private static final int NAME = 16;

    private final Hypervisor hypervisor;
    private final long function;
    private final long results;

    SymbolsLookup(Hypervisor hypervisor) {
        this.hypervisor = hypervisor;
        function = new BuildSymbols(hypervisor.image()).require("symbols_lookup");
        results = hypervisor.heap().allocate(1);
    }

    /** Returns symbol, offset, size, and the payload it belongs to; an empty string for what is no text. */
    String nameOf(long address) {
        Memory memory = hypervisor.memory();
        memory.writeByte(results + NAME, 0);
        long name = hypervisor.call(0, function, address, results, results + OFFSET, results + NAME);
        if (name == 0) {
            return "";
        }
        String symbol = hypervisor.readString(name);
        String owner = hypervisor.readString(results + NAME);
        return format(
                "%s+%s/%s%s",
                symbol,
                hex(memory.readLong(results + OFFSET)),
                hex(memory.readLong(results)),
                owner.equals(symbol) ? "" : " [" + owner + "]");
    }

    private static String hex(long value) {
        return value == 0 ? "0" : "0x" + Long.toHexString(value);
    }
}
