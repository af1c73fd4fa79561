// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.elf.Elf;
import org.xsplice.elf.HeaderField;

/** Damages of the ELF header, and truncations. */
final class HeaderDamages {
    private static final int ELFOSABI_LINUX = 3;
    private static final int ET_DYN = 3;
    private static final int EM_386 = 3;
    private static final int BIG_ENDIAN = 2;

    private HeaderDamages() {}

    static List<Damage> all() {
        List<Damage> all = new ArrayList<>(List.of(
                new Damage("ctl_identity", "Nothing is changed.", Edit.raw(raw -> {})),
                new Damage("ctl_rebuilt", "The file is taken apart and written again.", Edit.object(o -> o)),
                new Damage(
                        "ctl_trailing_garbage",
                        "A thousand bytes follow the end of the file.",
                        Edit.raw(raw -> raw.append(new byte[1000])))));
        for (int length : new int[] {1, 4, 16, 63, 64}) {
            all.add(new Damage(
                    "hdr_trunc_" + length,
                    "The file ends after " + length + " bytes.",
                    Edit.raw(raw -> raw.truncate(length))));
        }
        all.add(new Damage(
                "hdr_trunc_half", "Half of the file is missing.", Edit.raw(raw -> raw.truncate(raw.length() / 2))));
        all.add(new Damage(
                "hdr_trunc_last", "The last byte is missing.", Edit.raw(raw -> raw.truncate(raw.length() - 1))));
        identity(all);
        counts(all);
        return all;
    }

    private static void identity(List<Damage> all) {
        all.add(new Damage("hdr_bad_magic", "The second byte is X, not E.", Edit.raw(raw -> raw.put(1, 1, 'X'))));
        all.add(set("hdr_class32", HeaderField.EI_CLASS, 1));
        all.add(set("hdr_data_be", HeaderField.EI_DATA, BIG_ENDIAN));
        all.add(set("hdr_ei_version0", HeaderField.EI_VERSION, 0));
        all.add(set("hdr_e_version0", HeaderField.E_VERSION, 0));
        all.add(set("hdr_e_version2", HeaderField.E_VERSION, 2));
        all.add(set("hdr_abiversion1", HeaderField.EI_ABIVERSION, 1));
        all.add(set("hdr_osabi_linux", HeaderField.EI_OSABI, ELFOSABI_LINUX));
        all.add(set("hdr_osabi_freebsd", HeaderField.EI_OSABI, Elf.ELFOSABI_FREEBSD));
        all.add(set("hdr_type_none", HeaderField.E_TYPE, 0));
        all.add(set("hdr_type_exec", HeaderField.E_TYPE, Elf.ET_EXEC));
        all.add(set("hdr_type_dyn", HeaderField.E_TYPE, ET_DYN));
        all.add(set("hdr_machine_386", HeaderField.E_MACHINE, EM_386));
        all.add(set("hdr_flags", HeaderField.E_FLAGS, 0xffffffffL));
        all.add(set("hdr_entry", HeaderField.E_ENTRY, -1));
        all.add(set("hdr_ehsize0", HeaderField.E_EHSIZE, 0));
        all.add(set("hdr_phnum1", HeaderField.E_PHNUM, 1));
        all.add(set("hdr_phoff", HeaderField.E_PHOFF, Elf.EHDR_SIZE));
        all.add(set("x_phentsize", HeaderField.E_PHENTSIZE, Elf.PHDR_SIZE));
    }

    private static void counts(List<Damage> all) {
        all.add(new Damage(
                "hdr_shoff_eof",
                "e_shoff is the file's size.",
                Edit.raw(raw -> raw.set(HeaderField.E_SHOFF, raw.length()))));
        all.add(set("hdr_shoff_huge", HeaderField.E_SHOFF, -1));
        all.add(set("hdr_shentsize0", HeaderField.E_SHENTSIZE, 0));
        all.add(set("hdr_shentsize63", HeaderField.E_SHENTSIZE, Elf.SHDR_SIZE - 1));
        all.add(set("hdr_shentsize_huge", HeaderField.E_SHENTSIZE, 0xffff));
        all.add(set("hdr_shnum0", HeaderField.E_SHNUM, 0));
        all.add(set("hdr_shnum1", HeaderField.E_SHNUM, 1));
        all.add(new Damage(
                "hdr_shnum_plus1",
                "e_shnum counts one section more than the file has.",
                Edit.raw(raw -> raw.set(HeaderField.E_SHNUM, raw.get(HeaderField.E_SHNUM) + 1))));
        all.add(set("hdr_shnum_1023", HeaderField.E_SHNUM, 1023));
        all.add(set("hdr_shnum_1024", HeaderField.E_SHNUM, 1024));
        all.add(set("hdr_shnum_65535", HeaderField.E_SHNUM, 0xffff));
        all.add(set("hdr_shstrndx0", HeaderField.E_SHSTRNDX, 0));
        all.add(new Damage(
                "hdr_shstrndx_past",
                "e_shstrndx is the number of sections.",
                Edit.raw(raw -> raw.set(HeaderField.E_SHSTRNDX, raw.get(HeaderField.E_SHNUM)))));
        all.add(new Damage(
                "hdr_shstrndx_symtab",
                "e_shstrndx is the index of the symbol table.",
                Edit.fields((object, raw) -> raw.set(HeaderField.E_SHSTRNDX, object.symtab()))));
        all.add(new Damage(
                "hdr_shstrndx_strtab",
                "e_shstrndx is the index of the symbols' string table.",
                Edit.fields((object, raw) -> raw.set(
                        HeaderField.E_SHSTRNDX,
                        object.sections().get(object.symtab()).link()))));
    }

    private static Damage set(String name, HeaderField field, long value) {
        String shown = value < 0 ? "all ones" : Long.toString(value);
        return new Damage(name, field.label() + " is " + shown + ".", Edit.raw(raw -> raw.set(field, value)));
    }
}
