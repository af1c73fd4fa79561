// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import java.util.List;
import java.util.stream.Stream;
import org.xsplice.elf.build.RawElf;

/** One field of a header is given a border value. */
public record FieldDamage(HeaderPlace place, Border border) {
    /**
     * Returns every field of a file's headers with every border value.
     *
     * @param file a good ELF file
     */
    public static List<FieldDamage> all(byte[] file) {
        return HeaderPlace.of(file).stream()
                .flatMap(place -> Stream.of(Border.values()).map(border -> new FieldDamage(place, border)))
                .toList();
    }

    /** Returns the damaged file; the one given, in which the field is, stays as it was. */
    public byte[] apply(byte[] file) {
        int width = place.field().width();
        long present = 0;
        for (int i = width - 1; i >= 0; i--) {
            present = present << Byte.SIZE | file[place.at() + i] & 0xff;
        }
        RawElf raw = new RawElf(file);
        raw.put(place.at(), width, border.value(width, present, file.length));
        return raw.toArray();
    }

    @Override
    public String toString() {
        return place + " is " + border;
    }
}
