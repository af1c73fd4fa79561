// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.errno.Errno.EINVAL;
import static org.xsplice.errno.Errno.EOPNOTSUPP;
import static org.xsplice.errno.Errno.EOVERFLOW;

import java.util.Map;
import java.util.TreeMap;
import org.xsplice.profile.Feature;
import org.xsplice.refusal.Check;

/** Facts, section 3, row 10 as section 11, 1 corrects it. */
final class RelocationRows {
    private static final String OVERFLOW = "Overflow in relocation 0 in .rela.text.sample for .text.sample";

    private RelocationRows() {}

    static UploadTable add(UploadTable table) {
        sections(table);
        symbols(table);
        places(table);
        types(table);
        return table;
    }

    private static void sections(UploadTable table) {
        table.fact("row 10: sh_link != symtab");
        link(table, "rel_link0", ".rela.text.sample", 0);
        link(table, "rel_link_huge", ".rela.text.sample", -1);
        table.fact("section 11, 1: sh_link before emptiness");
        link(table, "rel_empty_link0", ".rel.added", 0);
        table.fact("section 11, 1: empty before entsize").accepted("rel_empty_entsize0");
        table.fact("row 10: entsize small or not a multiple");
        for (String damage : new String[] {"rel_entsize0", "rel_entsize23", "rel_size_odd"}) {
            table.loud(damage, EINVAL, Check.RELOCATION_HEADER, "Section relative header is corrupted");
        }
        table.fact("row 10: SHT_REL")
                .same("rel_is_REL", EOPNOTSUPP, Check.RELOCATION_REL, "SHT_REL relocation unsupported")
                .same("rel_is_REL_16", EOPNOTSUPP, Check.RELOCATION_REL, "SHT_REL relocation unsupported");
        table.fact("section 11, 1: emptiness and sizes before SHT_REL")
                .acceptedBy(UploadTable.MODERN, "rel_is_REL_empty")
                .modern(
                        "rel_is_REL_entsize15",
                        EINVAL,
                        Check.RELOCATION_HEADER,
                        "Section relative header is corrupted");
        table.fact("895111a94f: arch_xsplice_perform_rel looks at nothing")
                .old("rel_is_REL_empty", EOPNOTSUPP, Check.RELOCATION_REL, "SHT_REL relocation unsupported")
                .old("rel_is_REL_entsize15", EOPNOTSUPP, Check.RELOCATION_REL, "SHT_REL relocation unsupported");
        table.fact("row 10: skipped: sh_info >= shnum, base not ALLOC").accepted("rel_info_past", "rel_target_comment");
        table.fact("RELEASE-4.17.5 livepatch_elf_perform_relocs: section 0 has no header, sh_flags is at 8")
                .died(UploadTable.MODERN, "rel_info0", "0000000000000008")
                .died(UploadTable.MODERN, "rel_info0", "livepatch_elf_perform_relocs");
        table.fact("row 10: each section for itself").accepted("x_rela_order");
    }

    private static void link(UploadTable table, String damage, String section, int link) {
        String text = "Relative link of " + section + " is incorrect (" + link + ", expected=";
        table.both(damage, EINVAL, Check.RELOCATION_LINK, text + "12)", text + "11)");
    }

    private static void symbols(UploadTable table) {
        table.fact("row 10: sym 0 (4.10 and newer)")
                .modern("rel_sym0", EOPNOTSUPP, Check.RELOCATION_STN_UNDEF, "Encountered STN_UNDEF")
                .modern("rel_sym0_none", EOPNOTSUPP, Check.RELOCATION_STN_UNDEF, "Encountered STN_UNDEF");
        table.fact("section 3, 2016 differences: no STN_UNDEF refusal; elf->sym[0].sym is never set, st_value is at 8")
                .died(UploadTable.OLD, "rel_sym0", "0000000000000008")
                .died(UploadTable.OLD, "rel_sym0_none", "arch_xsplice_perform_rela");
        table.fact("row 10: sym >= nsym")
                .loud(
                        "rel_sym_past",
                        EINVAL,
                        Check.RELOCATION_SYMBOL,
                        "Relative relocation wants symbol@5000 which is past end")
                .loud(
                        "rel_sym_huge",
                        EINVAL,
                        Check.RELOCATION_SYMBOL,
                        "Relative relocation wants symbol@4294967295 which is past end")
                .loud(
                        "sym_only_null",
                        EINVAL,
                        Check.RELOCATION_SYMBOL,
                        "Relative relocation wants symbol@2 which is past end")
                .modern(
                        "rel_sym_end",
                        EINVAL,
                        Check.RELOCATION_SYMBOL,
                        "Relative relocation wants symbol@6 which is past end");
        table.fact("section 3, 2016 differences: symndx off by one, what is there is no symbol")
                .died(UploadTable.OLD, "rel_sym_end", "arch_xsplice_perform_rela");
        table.fact("row 10: symbol in an ignored section; 9120b5737f")
                .with(Feature.IGNORED_SYMBOL_REFUSED)
                .modern(
                        "rel_against_ignored",
                        EINVAL,
                        Check.RELOCATION_IGNORED,
                        "Relocation against ignored symbol  cannot be resolved")
                .modern(
                        "x_bss_flags0_3mb",
                        EINVAL,
                        Check.RELOCATION_IGNORED,
                        "Relocation against ignored symbol  cannot be resolved")
                .modern(
                        "sec_flags0_text",
                        EINVAL,
                        Check.RELOCATION_IGNORED,
                        "Relocation against ignored symbol sample cannot be resolved");
        table.fact("before 9120b5737f, as in 895111a94f: such a symbol's value stays 0, so S + A - P does not fit")
                .without(Feature.IGNORED_SYMBOL_REFUSED)
                .modern("rel_against_ignored", EOVERFLOW, Check.RELOCATION_OVERFLOW, OVERFLOW)
                .modern("x_bss_flags0_3mb", EOVERFLOW, Check.RELOCATION_OVERFLOW, OVERFLOW);
        table.fact("before 9120b5737f: such a symbol's value stays 0, and a new_addr of 0 means NOPs")
                .without(Feature.IGNORED_SYMBOL_REFUSED)
                .acceptedBy(UploadTable.MODERN, "sec_flags0_text");
        table.fact("895111a94f: such a symbol's value stays 0, so S + A - P does not fit")
                .old("rel_against_ignored", EOVERFLOW, Check.RELOCATION_OVERFLOW, OVERFLOW + "!")
                .old("x_bss_flags0_3mb", EOVERFLOW, Check.RELOCATION_OVERFLOW, OVERFLOW + "!");
        table.fact("895111a94f: such a symbol's value stays 0, and so does new_addr")
                .old("sec_flags0_text", EINVAL, Check.FUNCTION_FIELDS, "Address or size fields are zero!");
    }

    private static void places(UploadTable table) {
        table.fact("row 10: range past section")
                .loud(
                        "rel_off_past",
                        EINVAL,
                        Check.RELOCATION_OFFSET,
                        "Relative relocation offset is past .text.sample section")
                .loud(
                        "rel_off_huge",
                        EINVAL,
                        Check.RELOCATION_OFFSET,
                        "Relative relocation offset is past .text.sample section");
        table.fact("section 11, 1: bounds are tested for 64, PC32 and PLT32 only")
                .accepted("rel_none_off_past");
        table.fact("row 10: PC32 overflow")
                .loud("rel_pc32_overflow", EOVERFLOW, Check.RELOCATION_OVERFLOW, OVERFLOW)
                .loud("rel_plt32_overflow", EOVERFLOW, Check.RELOCATION_OVERFLOW, OVERFLOW);
    }

    private static void types(UploadTable table) {
        table.fact("row 10: NONE").accepted("rel_type_none");
        table.fact("row 10: other types");
        Map<String, String> types = new TreeMap<>(Map.of(
                "GOT32",
                "3",
                "COPY",
                "5",
                "GOTPCREL",
                "9",
                "32",
                "10",
                "32S",
                "11",
                "PC64",
                "24",
                "bogus",
                "255",
                "huge",
                "4294967295"));
        types.forEach((name, number) ->
                table.same("rel_type_" + name, EOPNOTSUPP, Check.RELOCATION_TYPE, "Unhandled relocation " + number));
    }
}
