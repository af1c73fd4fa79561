// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf.build;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Collects the strings of a string table; equal ones are stored once. */
final class StringTable {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Map<String, Integer> offsets = new TreeMap<>();

    StringTable() {
        bytes.write(0);
        offsets.put("", 0);
    }

    /** Returns the offset of a string, one byte a character (ISO 8859-1), adding it if it is new. */
    int offsetOf(String string) {
        Integer known = offsets.get(string);
        if (known != null) {
            return known;
        }
        int offset = bytes.size();
        bytes.writeBytes(string.getBytes(StandardCharsets.ISO_8859_1));
        bytes.write(0);
        offsets.put(string, offset);
        return offset;
    }

    byte[] toArray() {
        return bytes.toByteArray();
    }
}
