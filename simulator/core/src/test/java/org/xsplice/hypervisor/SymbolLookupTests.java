// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.elf.ElfHeader;
import org.xsplice.elf.ElfSymbol;
import org.xsplice.elf.SectionHeader;
import org.xsplice.plane.model.ModelPlane;
import org.xsplice.profile.Profiles;
import org.xsplice.schedule.Scheduler;
import org.xsplice.schedule.Strategy;
import org.xsplice.support.RealImage;

/** Facts, section 11, 13: our look-up of names against the one that is in each real image, for every name there is. */
class SymbolLookupTests {
    private static final int NAMES_AT_LEAST = 5000;
    private static final int MISSPELT_EVERY = 50;

    /** The names that are looked up: as the image's own table has them, as the ELF table has them, and some misspelt. */
    private static Set<String> names(HypervisorImage image) {
        Set<String> names = new LinkedHashSet<>();
        image.symbols().names().forEach(names::add);
        names.addAll(elfNames(image.file()));
        List<String> all = List.copyOf(names);
        for (int i = 0; i < all.size(); i += MISSPELT_EVERY) {
            names.add(all.get(i) + "x");
            names.add(all.get(i).substring(0, all.get(i).length() - 1));
        }
        names.remove("");
        return names;
    }

    /** Returns the names of the ELF symbols, local ones with and without the file that they are of. */
    private static Set<String> elfNames(ElfBytes file) {
        ElfHeader header = ElfHeader.read(file);
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < header.shnum(); i++) {
            SectionHeader symtab = SectionHeader.read(file, header.shoff() + (long) i * header.shentsize());
            if (symtab.type() == Elf.SHT_SYMTAB) {
                SectionHeader strtab =
                        SectionHeader.read(file, header.shoff() + (long) symtab.link() * header.shentsize());
                String source = "";
                for (long at = Elf.SYM_SIZE; at < symtab.size(); at += Elf.SYM_SIZE) {
                    ElfSymbol symbol = ElfSymbol.read(file, symtab.offset() + at);
                    String name = file.string(strtab.offset() + Integer.toUnsignedLong(symbol.name()));
                    source = symbol.type() == Elf.STT_FILE ? name : source;
                    names.add(name);
                    if (symbol.bind() == Elf.STB_LOCAL) {
                        names.add(source + "#" + name);
                    }
                }
            }
        }
        names.remove("");
        return names;
    }

    @Test
    void everyNameIsFoundAsTheGuestFindsIt() throws IOException {
        Map<String, HypervisorImage> images = new LinkedHashMap<>();
        for (Path file : RealImage.all()) {
            HypervisorImage image = HypervisorImage.open(file);
            images.putIfAbsent(image.buildId().toString(), image);
        }
        assumeTrue(
                !images.isEmpty(), "no real image: neither make xen has fetched one, nor XSPLICE_CONFORMANCE has one");
        for (HypervisorImage image : images.values()) {
            try (ModelPlane plane = new ModelPlane(
                    image, Profiles.XEN_4_17, 1, Strategy.roundRobin(), Scheduler.DEFAULT_QUANTUM, event -> {})) {
                assertThat(differences(plane.hypervisor(), names(image)))
                        .as("%s", image.buildId())
                        .isEmpty();
            }
        }
    }

    private static Map<String, String> differences(Hypervisor hypervisor, Set<String> names) {
        long lookUp = hypervisor.symbols().require("symbols_lookup_by_name");
        long string = hypervisor.guestMemory();
        int found = 0;
        Map<String, String> differences = new LinkedHashMap<>();
        for (String name : names) {
            hypervisor.memory().write(string, (name + "\0").getBytes(StandardCharsets.ISO_8859_1));
            long guest = hypervisor.call(0, lookUp, string);
            long ours = hypervisor.symbols().addressOf(name);
            found += guest != 0 ? 1 : 0;
            if (guest != ours) {
                differences.put(name, "guest %x, ours %x".formatted(guest, ours));
            }
        }
        assertThat(found).as("names that the guest knows").isGreaterThan(NAMES_AT_LEAST);
        return differences;
    }
}
