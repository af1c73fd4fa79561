// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.errno.Errno.EINVAL;
import static org.xsplice.errno.Errno.ENOMEM;
import static org.xsplice.errno.Errno.EOPNOTSUPP;

import org.xsplice.refusal.Check;

/** Facts, section 3, rows 5, 6 and 8. */
final class SectionRows {
    private SectionRows() {}

    static UploadTable add(UploadTable table) {
        places(table);
        alignments(table);
        nobits(table);
        names(table);
        moves(table);
        return table;
    }

    private static void places(UploadTable table) {
        table.fact("row 5: offset < 64")
                .loud("sec_offset_in_header", EINVAL, Check.SECTION_DATA, "Section [1] data at ELF header of payload");
        table.fact("row 5: past end")
                .loud("sec_offset_huge", EINVAL, Check.SECTION_DATA, "Section [1] data is past end of payload")
                .loud("sec_offset_eof", EINVAL, Check.SECTION_DATA, "Section [1] data is past end of payload")
                .loud("sec_size_past", EINVAL, Check.SECTION_DATA, "Section [4] data is past end of payload")
                .both(
                        "sec_offset_past",
                        EINVAL,
                        Check.SECTION_DATA,
                        "Section [15] data is past end of payload",
                        "Section [14] data is past end of payload!");
        table.fact("row 5: only behind the end is past it").accepted("sec_offset_eof_empty");
        table.fact("section 10, quirk 9: sh_offset + sh_size can wrap").accepted("sec_size_wrap");
    }

    private static void alignments(UploadTable table) {
        table.fact("row 5: align not a power of two")
                .modern(
                        "sec_align_3",
                        EOPNOTSUPP,
                        Check.SECTION_ALIGNMENT,
                        "Section [1] alignment (0x3) is not supported");
        table.fact("row 5: sh_addr misaligned")
                .modern(
                        "sec_addr_misaligned",
                        EINVAL,
                        Check.SECTION_ADDRESS,
                        "Section [1] addr (0x8) is not aligned properly (0x10)");
        table.fact("895111a94f elf_resolve_sections: no test of alignment")
                .acceptedBy(UploadTable.OLD, "sec_align_3", "sec_addr_misaligned");
        table.fact("section 11, 5: sh_addralign 0 is accepted").accepted("sec_align_0");
        table.fact("row 5: a multiple is aligned").accepted("sec_addr_aligned", "sec_align_64k");
    }

    private static void nobits(UploadTable table) {
        table.fact("row 5: W/A NOBITS > 2 MiB, silent");
        for (String damage : new String[] {
            "sec_bss_2mb_plus1", "sec_bss_3mb", "sec_bss_ro_3mb", "sec_bss_not_loaded_3mb",
        }) {
            table.modern(damage, EINVAL, Check.NOBITS_SIZE);
        }
        table.fact("section 0: .bss is limited from 4.8 on")
                .acceptedBy(
                        UploadTable.OLD,
                        "sec_bss_2mb_plus1",
                        "sec_bss_3mb",
                        "sec_bss_ro_3mb",
                        "sec_bss_not_loaded_3mb");
        table.fact("row 5: 2 MiB is not more than 2 MiB; without W and A nobody counts")
                .accepted("sec_bss_2mb", "sec_bss_noflags_3mb");
    }

    private static void names(UploadTable table) {
        table.fact("row 6: shstrtab not STRTAB, empty, first or last byte not NUL");
        for (String damage : new String[] {
            "shstr_type", "shstr_size0", "shstr_first_not_nul", "shstr_not_nul", "hdr_shstrndx_symtab",
        }) {
            table.same(damage, EINVAL, Check.SECTION_NAME_TABLE, "Section string table is corrupted");
        }
        table.fact("row 6: sh_name >= size")
                .loud("shstr_name_past", EINVAL, Check.SECTION_NAME, "Section 1 name is not within .shstrtab")
                .loud("shstr_name_huge", EINVAL, Check.SECTION_NAME, "Section 1 name is not within .shstrtab");
        table.fact("row 5: strtab not STRTAB, empty, first or last byte not NUL");
        for (String damage : new String[] {"str_type", "str_size0", "str_first_not_nul", "str_not_nul"}) {
            table.same(damage, EINVAL, Check.STRING_TABLE, "String table section is corrupted");
        }
        table.fact("loops begin at section 1").accepted("x_shnum_0_sentinel");
    }

    private static void moves(UploadTable table) {
        table.fact("row 8: W+X; section 11, 12: silent in a release build")
                .modern("sec_wx", EOPNOTSUPP, Check.SECTION_FLAGS)
                .old("sec_wx", EOPNOTSUPP, Check.SECTION_FLAGS, "Not supporting .text.sample section!");
        table.fact("row 8: vmalloc ENOMEM")
                .loud("x_align_huge", ENOMEM, Check.PAYLOAD_MEMORY, "Could not allocate memory for payload")
                .loud("x_align_2_63", ENOMEM, Check.PAYLOAD_MEMORY, "Could not allocate memory for payload");
        table.fact("recorded for 4.17.5: memcpy faults")
                .died(UploadTable.MODERN, "x_alloc_size_wrap", "memcpy")
                .died(UploadTable.OLD, "x_alloc_size_wrap", "memcpy");
        table.fact("RELEASE-4.17.5 secure_payload: no text, no pages to protect")
                .acceptedBy(UploadTable.MODERN, "x_no_text_at_all");
        table.fact("895111a94f secure_payload: asserts that there is text")
                .died(UploadTable.OLD, "x_no_text_at_all", "Assertion 'text_pages' failed at xsplice.c:393");
    }
}
