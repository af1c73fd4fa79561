// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.xsplice.damage.Damages;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.elf.HeaderField;
import org.xsplice.elf.Rela;
import org.xsplice.elf.RelocationField;
import org.xsplice.elf.SectionField;
import org.xsplice.elf.SymbolField;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.support.Fixtures;

/** Taking files apart and writing them again. */
class ElfObjectTests {
    static final List<Arguments> PAYLOADS = Profiles.dialects().stream()
            .flatMap(profile -> Stream.of("hello_world", "bye_world", "replace_world", "nop")
                    .map(name -> Arguments.of(name, profile)))
            .toList();

    private static byte[] payload(String name, Profile profile) {
        return Fixtures.payload("plain", "xen_" + name, profile);
    }

    @ParameterizedTest
    @FieldSource("PAYLOADS")
    void whatIsWrittenIsReadAgain(String name, Profile profile) {
        ElfObject object = ElfObject.parse(payload(name, profile));
        byte[] written = object.write();
        ElfObject again = ElfObject.parse(written);
        assertThat(withoutNames(again)).isEqualTo(withoutNames(object));
        assertThat(again.write()).as("writing is stable").isEqualTo(written);
    }

    /** The section name table is made anew; names themselves are compared with the sections. */
    private static List<ObjectSection> withoutNames(ElfObject object) {
        List<ObjectSection> sections = new ArrayList<>(object.sections());
        sections.set(object.shstrndx(), sections.get(object.shstrndx()).withContent());
        return sections;
    }

    @ParameterizedTest
    @FieldSource("PAYLOADS")
    void everyContentLiesAtItsAlignment(String name, Profile profile) {
        byte[] written = ElfObject.parse(payload(name, profile)).write();
        RawElf raw = new RawElf(written);
        for (int i = 1; i < raw.sectionCount(); i++) {
            long align = Math.max(1, raw.get(i, SectionField.SH_ADDRALIGN));
            assertThat(raw.get(i, SectionField.SH_OFFSET) % align)
                    .as("section [%d]", i)
                    .isZero();
            assertThat(new ElfBytes(written)
                            .contains(
                                    raw.get(i, SectionField.SH_OFFSET),
                                    ElfObject.parse(written)
                                            .sections()
                                            .get(i)
                                            .content()
                                            .length()))
                    .isTrue();
        }
    }

    @Test
    void symbolsAndRelocationsCanBeChanged() {
        ElfObject object = ElfObject.parse(payload("hello_world", Profiles.XEN_4_17));
        List<ObjectSymbol> symbols = object.symbols();
        ElfObject changed = object.plusSymbol(ObjectSymbol.absolute("here", 0x1234));
        assertThat(changed.symbols()).startsWith(symbols.toArray(ObjectSymbol[]::new));
        assertThat(changed.symbols().get(changed.symbol("here")).value()).isEqualTo(0x1234);

        int relocations = object.relocationsOf(object.indexOf(".livepatch.funcs"));
        List<Rela> entries = object.relocations(relocations);
        entries.remove(0);
        ElfObject fewer =
                ElfObject.parse(object.withRelocations(relocations, entries).write());
        assertThat(fewer.relocations(relocations)).isEqualTo(entries);
    }

    @Test
    void aFileWithoutSectionsIsNotTakenApart() {
        byte[] payload = payload("hello_world", Profiles.XEN_4_17);
        assertThatThrownBy(() -> ElfObject.parse(new byte[100])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ElfObject.parse(
                        Damages.named(Profiles.XEN_4_17, "hdr_shnum0").apply(payload)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ElfObject.parse(
                        Damages.named(Profiles.XEN_4_17, "sec_offset_huge").apply(payload)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fieldsAreWhereTheAbiHasThem() {
        RawElf raw = new RawElf(payload("hello_world", Profiles.XEN_4_17));
        assertThat(raw.get(HeaderField.E_TYPE)).isEqualTo(Elf.ET_REL);
        assertThat(raw.get(HeaderField.E_MACHINE)).isEqualTo(Elf.EM_X86_64);
        assertThat(raw.get(raw.symtab(), SectionField.SH_ENTSIZE)).isEqualTo(Elf.SYM_SIZE);
        int function = raw.symbol("xen_hello_world");
        assertThat(raw.get(function, SymbolField.ST_INFO)).isEqualTo(Elf.STB_GLOBAL << 4 | Elf.STT_FUNC);
        int relocations = raw.indexOf(".rela.livepatch.funcs");
        assertThat(raw.get(relocations, 1, RelocationField.R_OFFSET)).isEqualTo(8);
        assertThat(raw.get(relocations, 1, RelocationField.R_TYPE)).isEqualTo(Elf.R_X86_64_64);
        assertThat(raw.get(relocations, 1, RelocationField.R_SYM)).isEqualTo(function);
    }
}
