// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cause;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfSymbol;
import org.xsplice.elf.Rela;
import org.xsplice.elf.SectionHeader;
import org.xsplice.mend.Evidence;
import org.xsplice.mend.GuestFacts;
import org.xsplice.profile.FunctionLayout;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Check;

/**
 * Where the upload of a payload came to its end.
 *
 * @param evidence the whole file
 * @param profile the release that judges
 * @param check that fails, or in which the hypervisor dies
 * @param fileOffset of what fails the check, or -1
 */
public record Stopped(Evidence evidence, Profile profile, GuestFacts guest, Check check, long fileOffset) {

    /** Returns the symbol that fails the check. */
    OptionalInt symbol() {
        int symtab = evidence.symtab();
        if (symtab == 0) {
            return OptionalInt.empty();
        }
        long index = Math.floorDiv(fileOffset - evidence.section(symtab).offset(), Elf.SYM_SIZE);
        return index > 0 && index < evidence.symbolCount() ? OptionalInt.of((int) index) : OptionalInt.empty();
    }

    /**
     * A relocation of the file.
     *
     * @param base the section that it applies to
     * @param entry what it says
     */
    record Place(int base, Rela entry) {}

    /** Returns the relocation that fails the check. */
    Optional<Place> relocation() {
        return evidence.sections()
                .filter(i -> evidence.section(i).type() == Elf.SHT_RELA)
                .filter(i -> fileOffset >= evidence.section(i).offset()
                        && fileOffset
                                < evidence.section(i).offset()
                                        + evidence.section(i).size())
                .boxed()
                .flatMap(i -> place(i, (fileOffset - evidence.section(i).offset()) / Elf.RELA_SIZE))
                .findFirst();
    }

    private Stream<Place> place(int table, long number) {
        SectionHeader s = evidence.section(table);
        boolean there = s.info() > 0 && s.info() < evidence.sectionCount();
        return there
                ? Stream.of(new Place(s.info(), Rela.read(evidence.file(), s.offset() + number * Elf.RELA_SIZE)))
                : Stream.empty();
    }

    /** Returns every relocation of the file that applies to a section that is loaded. */
    Stream<Place> relocations() {
        return evidence.sections()
                .filter(i -> evidence.section(i).type() == Elf.SHT_RELA && evidence.whole(i))
                .boxed()
                .flatMap(this::entries)
                .filter(place -> evidence.section(place.base()).has(Elf.SHF_ALLOC));
    }

    private Stream<Place> entries(int table) {
        return Stream.iterate(0L, i -> i + 1)
                .limit(evidence.section(table).size() / Elf.RELA_SIZE)
                .flatMap(i -> place(table, i));
    }

    /** Returns the section with the functions to patch, 0 where there is none. */
    int functionSection() {
        return evidence.first(i -> evidence.sectionName(i).equals(profile.functionSection()))
                .orElse(0);
    }

    /** Returns the name that the hypervisor looks up in vain, or an empty string. */
    String wantedName() {
        return switch (check) {
            case SYMBOL_KNOWN -> symbol().isPresent() ? evidence.symbolName(symbol().getAsInt()) : "";
            case OLD_ADDRESS, FUNCTION_FIELDS, JUMP_FITS -> functionName();
            default -> "";
        };
    }

    /** Returns the name of the function whose entry fails the check, where the hypervisor must look that up. */
    private String functionName() {
        int section = functionSection();
        SectionHeader s = evidence.section(section);
        long entry =
                Math.floorDiv(fileOffset - s.offset(), profile.functionLayout().size())
                        * profile.functionLayout().size();
        if (section == 0 || entry < 0 || entry >= s.size()) {
            return "";
        }
        boolean byName = evidence.file().u64(s.offset() + entry + FunctionLayout.OLD_ADDR) == 0
                && pointer(section, entry + FunctionLayout.OLD_ADDR).isEmpty();
        return byName
                ? pointer(section, entry + FunctionLayout.NAME).map(this::text).orElse("")
                : "";
    }

    private Optional<Rela> pointer(int section, long offset) {
        return relocations()
                .filter(place -> place.base() == section && place.entry().offset() == offset)
                .map(Place::entry)
                .findFirst();
    }

    /** Returns the text that a relocation points to. */
    private String text(Rela pointer) {
        if (pointer.symbol() <= 0 || pointer.symbol() >= evidence.symbolCount()) {
            return "";
        }
        ElfSymbol target = evidence.symbol(pointer.symbol());
        return target.shndx() > 0 && target.shndx() < evidence.sectionCount()
                ? evidence.file()
                        .string(
                                evidence.section(target.shndx()).offset() + target.value() + pointer.addend(),
                                Evidence.NAME_MAX)
                : "";
    }
}
