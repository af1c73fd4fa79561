// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.nio.charset.StandardCharsets;
import org.xsplice.machine.Memory;

/**
 * Where a payload's {@code .modinfo} is: {@code struct livepatch_metadata}.
 *
 * @param address 0 where it has none
 * @param length in bytes, the last NUL counted
 */
public record Metadata(long address, int length) {
    public static Metadata none() {
        return new Metadata(0, 0);
    }

    /** Returns the NUL-separated strings, one character a byte. */
    public String read(Memory memory) {
        return length == 0 ? "" : new String(memory.read(address, length), StandardCharsets.ISO_8859_1);
    }
}
