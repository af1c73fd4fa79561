// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import java.util.Arrays;
import java.util.List;
import org.xsplice.elf.Elf;
import org.xsplice.elf.Rela;
import org.xsplice.elf.build.ElfObject;
import org.xsplice.elf.build.FunctionField;
import org.xsplice.elf.build.LittleEndian;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.elf.build.Tables;
import org.xsplice.profile.Profile;

/** Changes the entries of a payload's function section. */
final class FunctionTable {
    private final Profile profile;

    FunctionTable(Profile profile) {
        this.profile = profile;
    }

    /** Changes a field of an entry; a relocation that would fill it in is dropped. */
    ElfObject set(ElfObject object, int entry, FunctionField field, long value) {
        int section = object.indexOf(profile.functionSection());
        int at = entry * profile.functionLayout().size() + field.offset();
        byte[] content = object.sections().get(section).content().toArray();
        LittleEndian.put(content, at, field.width(), value);
        ObjectSection changed = object.sections().get(section).withContent(content);
        return unrelocated(object.with(section, changed), section, at);
    }

    /** Changes an address in an entry to that of a symbol. */
    ElfObject point(ElfObject object, int entry, FunctionField field, int symbol, long addend) {
        ElfObject cleared = set(object, entry, field, 0);
        int relocations = cleared.relocationsOf(cleared.indexOf(profile.functionSection()));
        List<Rela> all = cleared.relocations(relocations);
        int at = entry * profile.functionLayout().size() + field.offset();
        all.add(Tables.relocation(at, Elf.R_X86_64_64, symbol, addend));
        return cleared.withRelocations(relocations, all);
    }

    /** Adds a copy of the first entry, with its relocations, after the last. */
    ElfObject copyFirst(ElfObject object) {
        int size = profile.functionLayout().size();
        int section = object.indexOf(profile.functionSection());
        byte[] content = object.sections().get(section).content().toArray();
        byte[] longer = Arrays.copyOf(content, content.length + size);
        System.arraycopy(content, 0, longer, content.length, size);
        ElfObject grown = object.with(section, object.sections().get(section).withContent(longer));
        int relocations = grown.relocationsOf(section);
        List<Rela> all = grown.relocations(relocations);
        List<Rela> copies = all.stream()
                .filter(r -> Long.compareUnsigned(r.offset(), size) < 0)
                .map(r -> new Rela(r.offset() + content.length, r.info(), r.addend()))
                .toList();
        all.addAll(copies);
        return grown.withRelocations(relocations, all);
    }

    private static ElfObject unrelocated(ElfObject object, int section, int at) {
        int relocations = object.relocationsOf(section);
        List<Rela> kept = object.relocations(relocations).stream()
                .filter(r -> r.offset() != at)
                .toList();
        return object.withRelocations(relocations, kept);
    }
}
