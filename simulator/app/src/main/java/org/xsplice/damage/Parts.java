// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.xsplice.elf.Elf;
import org.xsplice.elf.Rela;
import org.xsplice.elf.build.ElfObject;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.elf.build.ObjectSymbol;
import org.xsplice.elf.build.Tables;
import org.xsplice.event.ByteString;

/** Finds in a payload what damages aim at, whatever it is called there, and adds what it has not. */
final class Parts {
    private Parts() {}

    static int first(ElfObject object, String what, Predicate<ObjectSection> wanted) {
        for (int i = 1; i < object.sections().size(); i++) {
            if (wanted.test(object.sections().get(i))) {
                return i;
            }
        }
        throw new NoSuchElementException("the payload has no " + what);
    }

    /** Returns the index of the first section with code in it. */
    static int text(ElfObject object) {
        return first(object, "code", s -> s.has(Elf.SHF_ALLOC | Elf.SHF_EXECINSTR) && s.size() != 0);
    }

    /** Returns the index of the first relocations that there are, those of code if there are any. */
    static int relocations(ElfObject object) {
        boolean inCode = object.sections().stream().anyMatch(s -> isRelocationsOf(object, s, Elf.SHF_EXECINSTR));
        return first(
                object, "relocations", s -> isRelocationsOf(object, s, inCode ? Elf.SHF_EXECINSTR : Elf.SHF_ALLOC));
    }

    static boolean hasRelocations(ElfObject object) {
        return object.sections().stream().anyMatch(s -> isRelocationsOf(object, s, Elf.SHF_ALLOC));
    }

    private static boolean isRelocationsOf(ElfObject object, ObjectSection section, long flag) {
        return section.type() == Elf.SHT_RELA
                && section.size() >= Elf.RELA_SIZE
                && object.sections().get(section.info()).has(flag);
    }

    /** Returns the index of the first symbol that is a function of the payload. */
    static int function(ElfObject object) {
        return symbol(object, "function", s -> s.type() == Elf.STT_FUNC && s.shndx() != Elf.SHN_UNDEF);
    }

    /** Returns the index of the first symbol that somebody else defines. */
    static int undefined(ElfObject object) {
        return symbol(object, "undefined symbol", s -> s.shndx() == Elf.SHN_UNDEF);
    }

    static int symbol(ElfObject object, String what, Predicate<ObjectSymbol> wanted) {
        List<ObjectSymbol> symbols = object.symbols();
        for (int i = 1; i < symbols.size(); i++) {
            if (wanted.test(symbols.get(i))) {
                return i;
            }
        }
        throw new NoSuchElementException("the payload has no " + what);
    }

    /** Adds a relocation section for the section that was added last. */
    static ElfObject withRelocations(ElfObject object, List<Rela> relocations) {
        int base = object.sections().size() - 1;
        byte[] table = Tables.relocations(relocations);
        return object.plus(new ObjectSection(
                ".rela" + object.sections().get(base).name(),
                Elf.SHT_RELA,
                Elf.SHF_INFO_LINK,
                ByteString.of(table),
                table.length,
                object.symtab(),
                base,
                8,
                Elf.RELA_SIZE));
    }

    /** Empties all relocations of a section. */
    static ElfObject unrelocated(ElfObject object, int section) {
        ElfObject changed = object;
        for (int i = 1; i < object.sections().size(); i++) {
            ObjectSection relocations = object.sections().get(i);
            if (relocations.type() == Elf.SHT_RELA && relocations.info() == section) {
                changed = changed.with(i, relocations.withContent());
            }
        }
        return changed;
    }

    /** Takes from all sections that code in them may be executed. */
    static ElfObject withoutCode(ElfObject object) {
        ElfObject changed = object;
        for (int i = 1; i < object.sections().size(); i++) {
            ObjectSection section = object.sections().get(i);
            if (section.has(Elf.SHF_EXECINSTR)) {
                changed = changed.with(i, section.withFlags(section.flags() & ~Elf.SHF_EXECINSTR));
            }
        }
        return changed;
    }

    /** Adds a section symbol; it is the last one of the table. */
    static ElfObject withSectionSymbol(ElfObject object, int section) {
        return object.plusSymbol(ObjectSymbol.section(section));
    }

    static int lastSymbol(ElfObject object) {
        return object.symbols().size() - 1;
    }

    /** Turns a section's name into a part of a damage's name. */
    static String slug(String section) {
        return section.substring(1).replace('.', '_');
    }
}
