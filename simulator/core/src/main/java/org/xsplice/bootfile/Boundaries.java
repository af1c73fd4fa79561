// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.bootfile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xsplice.elf.Elf;

/**
 * Finds the sections of a hypervisor whose file tells none, by the names of their ends (xen/arch/x86/xen.lds.S). Only those
 * are told whose ends are known and whose content is there.
 */
public final class Boundaries {
    /** What may come first behind the boot's code and the replacements of alternatives. */
    private static final List<String> INIT_DATA =
            List.of("cpu0_stack", "__initdata_cf_clobber_start", "__setup_start", "__initcall_start");

    private final LinkedBytes content;
    private final Map<String, Long> global = new TreeMap<>();
    private final List<ImageSection> sections = new ArrayList<>();

    private Boundaries(LinkedBytes content, List<OwnSymbol> symbols) {
        this.content = content;
        symbols.stream().filter(s -> !s.isLocal()).forEach(s -> global.putIfAbsent(s.name(), s.address()));
    }

    /**
     * Returns the sections, by address.
     *
     * @param symbols all of them, by address
     */
    public static List<ImageSection> sections(BootFile file, List<OwnSymbol> symbols) {
        return new Boundaries(file.content(), symbols).find(file.note());
    }

    private List<ImageSection> find(Optional<BootFile.IdNote> note) {
        add(".text", Elf.SHT_PROGBITS, Elf.SHF_EXECINSTR, address("_stext"), address("_etext"));
        Optional<Long> rodata = address("_srodata").or(() -> address("__2M_rodata_start"));
        Optional<Long> rodataEnd = address("_erodata").or(() -> address("__2M_rodata_end"));
        Optional<BootFile.IdNote> inside = note.filter(n -> within(n, rodata, rodataEnd));
        add(
                ".rodata",
                Elf.SHT_PROGBITS,
                0,
                rodata,
                inside.map(BootFile.IdNote::address).or(() -> rodataEnd));
        note.ifPresent(
                n -> add(n.section(), Elf.SHT_NOTE, 0, Optional.of(n.address()), Optional.of(n.address() + n.size())));
        inside.ifPresent(n -> add(".note", Elf.SHT_PROGBITS, 0, Optional.of(n.address() + n.size()), rodataEnd));
        Optional<Long> initData = firstData();
        add(".init.text", Elf.SHT_PROGBITS, Elf.SHF_EXECINSTR, address("_sinittext"), initData);
        add(".init.data", Elf.SHT_PROGBITS, Elf.SHF_WRITE, initData, address("__init_end"));
        Optional<Long> end = address("__bss_start").or(() -> address("__2M_rwdata_end"));
        add(".data", Elf.SHT_PROGBITS, Elf.SHF_WRITE, address("__2M_rwdata_start"), end);
        add(".bss", Elf.SHT_NOBITS, Elf.SHF_WRITE, address("__bss_start"), address("__bss_end"));
        sections.sort(Comparator.comparing(ImageSection::addr, Long::compareUnsigned));
        return List.copyOf(sections);
    }

    private static boolean within(BootFile.IdNote note, Optional<Long> start, Optional<Long> end) {
        return start.isPresent()
                && end.isPresent()
                && Long.compareUnsigned(start.get(), note.address()) <= 0
                && Long.compareUnsigned(note.address() + note.size(), end.get()) <= 0;
    }

    private Optional<Long> address(String name) {
        return Optional.ofNullable(global.get(name));
    }

    /** Finds the beginning of the boot's data: the types of its symbols do not tell, as PE has code and data in one section. */
    private Optional<Long> firstData() {
        return INIT_DATA.stream().flatMap(name -> address(name).stream()).min(Long::compareUnsigned);
    }

    private void add(String name, int type, long flags, Optional<Long> from, Optional<Long> to) {
        if (from.isEmpty() || to.isEmpty() || Long.compareUnsigned(from.get(), to.get()) >= 0) {
            return;
        }
        boolean filled = type != Elf.SHT_NOBITS;
        long size = to.get() - from.get();
        if (filled
                && Long.compareUnsigned(
                                from.get() - content.address(), content.bytes().length())
                        < 0) {
            size = Math.min(size, content.end() - from.get());
        } else if (filled) {
            return;
        }
        sections.add(
                new ImageSection(name, type, flags | Elf.SHF_ALLOC, from.get(), from.get() - content.address(), size));
    }
}
