// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.xsplice.bootfile.FileKind;
import org.xsplice.bootfile.OwnSymbol;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.elf.ElfHeader;
import org.xsplice.elf.ElfSymbol;
import org.xsplice.elf.SectionHeader;
import org.xsplice.support.RealImage;

/** What real hypervisors say of themselves when they are booted, against the symbol tables of their xen-syms. */
class BootedFilesTests {
    private static final int NAMES_AT_LEAST = 5000;

    /** Where the image begins is no text to the linker of PE files. */
    private static final String IMAGE_BASE = "__image_base__";

    /** Some linkers keep as much of the name of a source file, where that has up to 18 characters. */
    private static final int SOURCE_IN_PE = 14;

    /** Older linkers' section symbols have names, which Xen knows then. */
    @Test
    void haveEveryNameAndAddressOfTheirXenSyms() throws IOException {
        for (Path folder : RealImage.folders()) {
            HypervisorImage syms = HypervisorImage.open(folder.resolve("xen-syms"));
            HypervisorImage booted = HypervisorImage.open(folder.resolve("xen.gz"));
            assertThat(booted.kind()).isEqualTo(FileKind.XEN_MULTIBOOT);
            assertThat(booted.note()).as("%s", folder).isEqualTo(syms.note());
            Map<String, List<Long>> own = names(booted.symbols().own());
            syms.sections().forEach(section -> own.remove(section.name()));
            Map<String, List<Long>> elf = elfNames(syms.file());
            assertThat(own.keySet()).as("%s", folder).isEqualTo(elf.keySet());
            assertThat(own).as("%s", folder).isEqualTo(elf).hasSizeGreaterThan(NAMES_AT_LEAST);
            assertThat(booted.symbols().own()).isEqualTo(syms.symbols().own());
        }
    }

    @Test
    void haveWhatTheirXenSymsHasInMemory() throws IOException {
        for (Path folder : RealImage.folders()) {
            HypervisorImage syms = HypervisorImage.open(folder.resolve("xen-syms"));
            HypervisorImage booted = HypervisorImage.open(folder.resolve("xen.gz"));
            for (var section : syms.sections()) {
                if (section.type() != Elf.SHT_NOBITS && !section.name().equals(".reloc")) {
                    assertThat(booted.bytesAt(section.addr(), (int) section.size()))
                            .as("%s %s", folder, section.name())
                            .isEqualTo(syms.bytesAt(section.addr(), (int) section.size()));
                }
            }
        }
    }

    @Test
    void sectionsBeginWhereTheirXenSymsHasThem() throws IOException {
        for (Path folder : RealImage.folders()) {
            HypervisorImage syms = HypervisorImage.open(folder.resolve("xen-syms"));
            HypervisorImage booted = HypervisorImage.open(folder.resolve("xen.gz"));
            for (String name : List.of(".text", ".rodata", ".note.gnu.build-id", ".init.text", ".init.data", ".bss")) {
                assertThat(address(booted, name)).as("%s %s", folder, name).isEqualTo(address(syms, name));
            }
        }
    }

    private static long address(HypervisorImage image, String section) {
        return image.sections().stream()
                .filter(s -> s.name().equals(section))
                .findFirst()
                .orElseThrow()
                .addr();
    }

    /** The EFI program is linked anew: the same names but for what is the linker's, at other addresses. */
    @Test
    void efiProgramsHaveTheSameNames() throws IOException {
        for (Path folder : RealImage.folders()) {
            Path efi = folder.resolve("xen.efi");
            if (Files.isRegularFile(efi)) {
                HypervisorImage booted = HypervisorImage.open(efi);
                HypervisorImage syms = HypervisorImage.open(folder.resolve("xen-syms"));
                assertThat(booted.buildId().length()).isEqualTo(16);
                List<String> missing = new ArrayList<>(functions(syms));
                functions(booted).forEach(missing::remove);
                assertThat(missing).as("%s", folder).isEmpty();
            }
        }
    }

    private static List<String> functions(HypervisorImage image) {
        return image.symbols().own().stream()
                .filter(s ->
                        s.isText() && !s.name().equals(IMAGE_BASE) && !s.name().startsWith("."))
                .map(s -> s.source()
                                .substring(0, Math.min(SOURCE_IN_PE, s.source().length())) + "#" + s.bareName())
                .toList();
    }

    private static Map<String, List<Long>> names(List<OwnSymbol> symbols) {
        Map<String, List<Long>> names = new TreeMap<>();
        symbols.forEach(
                s -> names.computeIfAbsent(s.name(), n -> new ArrayList<>()).add(s.address()));
        names.values().forEach(list -> list.sort(Long::compareUnsigned));
        return names;
    }

    /** Reads the ELF symbols, named as Xen names its own; it leaves absolute ones out (xen/tools/symbols.c). */
    private static Map<String, List<Long>> elfNames(ElfBytes file) {
        ElfHeader header = ElfHeader.read(file);
        Map<String, List<Long>> names = new TreeMap<>();
        for (int i = 0; i < header.shnum(); i++) {
            SectionHeader symtab = SectionHeader.read(file, header.shoff() + (long) i * header.shentsize());
            if (symtab.type() == Elf.SHT_SYMTAB) {
                SectionHeader strtab =
                        SectionHeader.read(file, header.shoff() + (long) symtab.link() * header.shentsize());
                String source = "";
                for (long at = Elf.SYM_SIZE; at < symtab.size(); at += Elf.SYM_SIZE) {
                    ElfSymbol symbol = ElfSymbol.read(file, symtab.offset() + at);
                    String name = file.string(strtab.offset() + symbol.name());
                    boolean kept = symbol.type() != Elf.STT_SECTION && symbol.type() != Elf.STT_FILE;
                    source = symbol.type() == Elf.STT_FILE ? name : source;
                    if (kept && symbol.shndx() != Elf.SHN_ABS) {
                        boolean local = symbol.bind() == Elf.STB_LOCAL && !source.isEmpty();
                        names.computeIfAbsent(local ? source + "#" + name : name, n -> new ArrayList<>())
                                .add(symbol.value());
                    }
                }
            }
        }
        names.values().forEach(list -> list.sort(Long::compareUnsigned));
        return names;
    }
}
