// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import static org.xsplice.text.Formats.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.elf.ElfHeader;
import org.xsplice.elf.NoteField;
import org.xsplice.elf.SectionHeader;
import org.xsplice.event.ByteString;
import org.xsplice.input.InputFile;
import org.xsplice.input.InputKind;

/**
 * An unstripped hypervisor executable (xen-syms), read and found usable, not yet in memory.
 *
 * @param sections its allocated sections, in file order
 * @param note where its {@code NT_GNU_BUILD_ID} note has the build-id
 */
public record HypervisorImage(ElfBytes file, List<SectionHeader> sections, SymbolTable symbols, OwnBuildId note) {
    /**
     * A build-id.
     *
     * @param address where the descriptor is in memory
     */
    public record OwnBuildId(ByteString id, long address) {}

    /** A hash has 20 bytes; whoever links may write others. */
    private static final int ID_MAX = 512;

    private static final String BUILD_ID = ".note.gnu.build-id";

    /**
     * Reads an image, gzipped or not.
     *
     * @throws ImageException if it is not an unstripped x86-64 ELF executable with a build-id
     * @throws IOException if the file cannot be read, as {@link InputFile#problem} tells
     */
    public static HypervisorImage open(Path path) throws IOException {
        return parse(path.toString(), InputFile.unpacked(path, InputKind.IMAGE));
    }

    /**
     * Reads an image from memory.
     *
     * @param name what errors call it
     * @throws ImageException as {@link #open}
     */
    public static HypervisorImage parse(String name, byte[] bytes) {
        ElfBytes file = new ElfBytes(bytes);
        ElfHeader header = ElfHeader.read(file);
        if (bytes.length < Elf.EHDR_SIZE || !header.magic()) {
            throw new ImageException(name + ": not an ELF file; give an unstripped xen-syms");
        }
        if (header.eiClass() != Elf.ELFCLASS64
                || header.eiData() != Elf.ELFDATA2LSB
                || header.machine() != Elf.EM_X86_64) {
            throw new ImageException(name + ": not for x86-64 (ELF machine " + header.machine() + ", class "
                    + header.eiClass() + "); only x86-64 hypervisors can be simulated");
        }
        if (header.type() != Elf.ET_EXEC) {
            throw new ImageException(name + ": not an executable (ELF type " + header.type()
                    + "); give the linked xen-syms, not an object file or payload");
        }
        List<SectionHeader> all = new ImageHeaders(name, file).sections(header);
        SymbolTable symbols = symbols(name, file, all);
        return new HypervisorImage(
                file,
                all.stream().filter(s -> s.has(Elf.SHF_ALLOC) && s.size() != 0).toList(),
                symbols,
                buildId(name, file, header, all));
    }

    /** Returns the build-id: what a payload for this hypervisor depends on. */
    public ByteString buildId() {
        return note.id();
    }

    /** Returns where the build-id is in memory. */
    public long buildIdAddress() {
        return note.address();
    }

    /**
     * Returns what the file has of a section: all of it, or nothing where it only takes room in memory.
     *
     * @param section one of {@link #sections}
     */
    public byte[] content(SectionHeader section) {
        boolean inFile = section.type() != Elf.SHT_NULL && section.type() != Elf.SHT_NOBITS;
        return inFile ? file.slice(section.offset(), (int) section.size()) : new byte[0];
    }

    /**
     * Returns bytes of the file, which are those before the hypervisor boots.
     *
     * @param address where they are linked to
     * @throws ImageException if they are in no section
     */
    public byte[] bytesAt(long address, int size) {
        SectionHeader section = sections.stream()
                .filter(s -> Long.compareUnsigned(address - s.addr(), s.size()) < 0)
                .findFirst()
                .orElseThrow(() -> new ImageException(format("%016x is in no section of the image", address)));
        return file.slice(section.offset() + address - section.addr(), size);
    }

    private static SymbolTable symbols(String name, ElfBytes file, List<SectionHeader> sections) {
        Optional<SectionHeader> symtab = sections.stream()
                .filter(s -> s.type() == Elf.SHT_SYMTAB && s.size() > Elf.SYM_SIZE)
                .findFirst();
        if (symtab.isEmpty() || Integer.compareUnsigned(symtab.get().link(), sections.size()) >= 0) {
            throw new ImageException(name + ": stripped, it has no symbol table; "
                    + "use the xen-syms from the hypervisor's debug package");
        }
        return SymbolTable.read(
                file, sections, symtab.get(), sections.get(symtab.get().link()));
    }

    private static OwnBuildId buildId(String name, ElfBytes file, ElfHeader header, List<SectionHeader> sections) {
        SectionHeader names = header.shstrndx() < sections.size() ? sections.get(header.shstrndx()) : null;
        for (SectionHeader section : sections) {
            if (names != null
                    && section.has(Elf.SHF_ALLOC)
                    && file.string(names.offset() + Integer.toUnsignedLong(section.name()), BUILD_ID.length() + 1)
                            .equals(BUILD_ID)
                    && file.contains(section.offset(), section.size())
                    && section.size() > Elf.NOTE_HEADER_SIZE
                    && file.u32(NoteField.N_TYPE.at(section.offset())) == Elf.NT_GNU_BUILD_ID) {
                long nameSize = Integer.toUnsignedLong(file.u32(NoteField.N_NAMESZ.at(section.offset())));
                long idSize = Integer.toUnsignedLong(file.u32(NoteField.N_DESCSZ.at(section.offset())));
                long idAt = section.offset() + Elf.NOTE_HEADER_SIZE + (nameSize + 3 & ~3L);
                if (idSize > 0 && idSize <= ID_MAX && file.contains(idAt, idSize)) {
                    return new OwnBuildId(
                            ByteString.of(file.slice(idAt, (int) idSize)), section.addr() + idAt - section.offset());
                }
            }
        }
        throw new ImageException(
                name + ": no build-id, so no payload can depend on it; " + "link the hypervisor with --build-id=sha1");
    }
}
