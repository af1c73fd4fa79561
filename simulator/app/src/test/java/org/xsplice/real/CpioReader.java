// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads archives back, by the format's description. */
final class CpioReader {
    private static final int HEADER = 110;
    private static final int FIELD = 8;
    private static final int MAGIC = 6;

    record Entry(String name, int mode, int links, int major, int minor, byte[] content) {
        String text() {
            return new String(content, StandardCharsets.UTF_8);
        }
    }

    private CpioReader() {}

    /** Reads all entries, the trailer too. */
    static List<Entry> read(byte[] archive) {
        List<Entry> entries = new ArrayList<>();
        int at = 0;
        while (at < archive.length) {
            String header = new String(archive, at, HEADER, StandardCharsets.US_ASCII);
            if (!header.startsWith("070701")) {
                throw new IllegalArgumentException("no magic at " + at);
            }
            int nameSize = field(header, 11);
            int contentAt = aligned(at + HEADER + nameSize);
            byte[] content = Arrays.copyOfRange(archive, contentAt, contentAt + field(header, 6));
            String name = new String(archive, at + HEADER, nameSize - 1, StandardCharsets.UTF_8);
            entries.add(
                    new Entry(name, field(header, 1), field(header, 4), field(header, 9), field(header, 10), content));
            at = aligned(contentAt + content.length);
        }
        return entries;
    }

    private static int field(String header, int number) {
        int start = MAGIC + number * FIELD;
        return Integer.parseInt(header.substring(start, start + FIELD), 16);
    }

    private static int aligned(int offset) {
        return (offset + 3) & ~3;
    }
}
