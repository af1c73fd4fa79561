// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xsplice.bootfile.BadBootFileException;
import org.xsplice.bootfile.FileKind;
import org.xsplice.bootfile.ImageSection;
import org.xsplice.bootfile.OwnSymbol;
import org.xsplice.bootfile.OwnSymbolTable;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.elf.ElfHeader;
import org.xsplice.elf.NoteField;
import org.xsplice.elf.SectionHeader;
import org.xsplice.event.ByteString;

/** A hypervisor's ELF executable, xen-syms: its sections, its symbols, and its build-id note. */
final class XenSyms {
    private static final String BUILD_ID = ".note.gnu.build-id";
    private static final String RODATA = ".rodata";
    /** A hash has 20 bytes; whoever links may write others. */
    private static final int ID_MAX = 512;

    private static final int NAME_MAX = 127;

    private final String name;
    private final ElfBytes file;
    private final ElfHeader header;
    private final List<SectionHeader> sections = new ArrayList<>();

    /**
     * @param name what errors call it
     * @param file is an ELF executable for x86-64
     */
    XenSyms(String name, ElfBytes file) {
        this.name = name;
        this.file = file;
        header = ElfHeader.read(file);
    }

    HypervisorImage read() {
        sections.addAll(new ImageHeaders(name, file).sections(header));
        return new HypervisorImage(
                FileKind.XEN_SYMS,
                file,
                sections.stream()
                        .filter(s -> s.has(Elf.SHF_ALLOC) && s.size() != 0)
                        .map(s -> new ImageSection(nameOf(s), s.type(), s.flags(), s.addr(), s.offset(), s.size()))
                        .toList(),
                symbols(),
                buildId());
    }

    private String nameOf(SectionHeader section) {
        SectionHeader names = header.shstrndx() < sections.size() ? sections.get(header.shstrndx()) : null;
        return names == null ? "" : file.string(names.offset() + Integer.toUnsignedLong(section.name()), NAME_MAX);
    }

    private SymbolTable symbols() {
        List<OwnSymbol> own = own();
        Optional<SectionHeader> symtab = sections.stream()
                .filter(s -> s.type() == Elf.SHT_SYMTAB && s.size() > Elf.SYM_SIZE)
                .filter(s -> Integer.compareUnsigned(s.link(), sections.size()) < 0)
                .findFirst();
        if (symtab.isEmpty() && own.isEmpty()) {
            throw new ImageException(name + ": stripped, it has no symbol table, and it carries none of its own; "
                    + "use the xen-syms from the hypervisor's debug package");
        }
        return symtab.map(s -> SymbolTable.read(file, s, sections.get(s.link()), own))
                .orElseGet(() -> SymbolTable.of(own));
    }

    /** Reads the table that the hypervisor carries; not all do. */
    private List<OwnSymbol> own() {
        for (SectionHeader section : sections) {
            boolean filled = section.has(Elf.SHF_ALLOC)
                    && section.type() != Elf.SHT_NOBITS
                    && file.contains(section.offset(), section.size());
            if (filled && nameOf(section).equals(RODATA)) {
                try {
                    return OwnSymbolTable.read(
                            file, section.offset(), section.offset() + section.size(), section.addr());
                } catch (BadBootFileException e) {
                    return List.of();
                }
            }
        }
        return List.of();
    }

    private HypervisorImage.OwnBuildId buildId() {
        for (SectionHeader section : sections) {
            if (section.has(Elf.SHF_ALLOC)
                    && nameOf(section).equals(BUILD_ID)
                    && file.contains(section.offset(), section.size())
                    && section.size() > Elf.NOTE_HEADER_SIZE
                    && file.u32(NoteField.N_TYPE.at(section.offset())) == Elf.NT_GNU_BUILD_ID) {
                long nameSize = Integer.toUnsignedLong(file.u32(NoteField.N_NAMESZ.at(section.offset())));
                long idSize = Integer.toUnsignedLong(file.u32(NoteField.N_DESCSZ.at(section.offset())));
                long idAt = section.offset() + Elf.NOTE_HEADER_SIZE + (nameSize + 3 & ~3L);
                if (idSize > 0 && idSize <= ID_MAX && file.contains(idAt, idSize)) {
                    return new HypervisorImage.OwnBuildId(
                            ByteString.of(file.slice(idAt, (int) idSize)), section.addr() + idAt - section.offset());
                }
            }
        }
        throw noBuildId(name);
    }

    static ImageException noBuildId(String name) {
        return new ImageException(
                name + ": no build-id, so no payload can depend on it; link the hypervisor with --build-id=sha1");
    }
}
