// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.errno.Errno.EEXIST;
import static org.xsplice.errno.Errno.EINVAL;
import static org.xsplice.errno.Errno.ENOENT;
import static org.xsplice.errno.Errno.ENOMEM;
import static org.xsplice.errno.Errno.EOPNOTSUPP;

import org.xsplice.refusal.Check;

/** Facts, section 3, rows 5 (symbol table), 7, 9 and 17. */
final class SymbolRows {
    private SymbolRows() {}

    static UploadTable add(UploadTable table) {
        tables(table);
        resolution(table);
        newSymbols(table);
        return table;
    }

    private static void tables(UploadTable table) {
        table.fact("row 5: no symtab").loud("sym_none", EINVAL, Check.SYMBOL_TABLE_PRESENT, "No symbol table found");
        table.fact("row 5: second SYMTAB")
                .loud("sym_two", EOPNOTSUPP, Check.ONE_SYMBOL_TABLE, "Unsupported multiple symbol tables");
        table.fact("row 5: symtab empty, entsize < 24, not a multiple");
        for (String damage : new String[] {"sym_size0", "sym_entsize0", "sym_entsize23", "sym_size_odd"}) {
            table.loud(damage, EINVAL, Check.SYMTAB_HEADER, "Symbol table header is corrupted");
        }
        table.fact("row 5: symtab sh_link bad")
                .both(
                        "sym_link_past",
                        EINVAL,
                        Check.SYMTAB_LINK,
                        "Symbol table idx (15) to strtab past end (15)",
                        "Symbol table idx (14) to strtab past end (14)")
                .both(
                        "sym_link_huge",
                        EINVAL,
                        Check.SYMTAB_LINK,
                        "Symbol table idx (4294967295) to strtab past end (15)",
                        "Symbol table idx (4294967295) to strtab past end (14)");
        table.fact("recorded for 4.17.5: section 0 has no header, a read of address 4 in livepatch_elf_load")
                .died(UploadTable.MODERN, "sym_link0", "livepatch_elf_load")
                .died(UploadTable.MODERN, "sym_link0", "0000000000000004");
        table.fact("RELEASE-4.17.5 elf_get_sym: no memory for the symbols")
                .same("x_symtab_size_wrap", ENOMEM, Check.SYMBOLS_FIT, "Could not allocate memory for symbols");
        table.fact("row 7: st_name >= strtab")
                .loud("sym_name_past", EINVAL, Check.SYMBOL_NAME, "Symbol [5] name is not within .strtab");
    }

    private static void resolution(UploadTable table) {
        table.fact("row 9: COMMON")
                .same("sym_common", EINVAL, Check.SYMBOL_COMMON, "Unexpected common symbol: common_counter");
        table.fact("row 9: UNDEF in nobody's table")
                .same("sym_unknown", ENOENT, Check.SYMBOL_KNOWN, "Unknown symbol: no_such_symbol")
                .same("sym_undef_empty_name", ENOENT, Check.SYMBOL_KNOWN, "Unknown symbol: ");
        table.fact("row 9: >= LORESERVE")
                .same("sym_shndx_reserved", EOPNOTSUPP, Check.SYMBOL_SECTION, "Out of bounds symbol section 0xff00")
                .same("sym_shndx_xindex", EOPNOTSUPP, Check.SYMBOL_SECTION, "Out of bounds symbol section 0xffff");
        table.fact("row 9: shndx >= shnum")
                .same("sym_shndx_past", EINVAL, Check.SYMBOL_SECTION, "Out of bounds symbol section 0xc8")
                .both(
                        "sym_shndx_end",
                        EINVAL,
                        Check.SYMBOL_SECTION,
                        "Out of bounds symbol section 0xf",
                        "Out of bounds symbol section 0xe");
        table.fact("row 9: ABS kept, non-ALLOC ignored, values not tested")
                .accepted("x_shndx_zero_section_abs", "x_shndx_rel_section", "sym_value_past");
    }

    private static void newSymbols(UploadTable table) {
        table.fact("row 17: a new symbol that core has, local or global")
                .modern("sym_dup_hypervisor", EEXIST, Check.NEW_SYMBOL, "duplicate new symbol: do_xen_version")
                .modern("sym_dup_hypervisor_local", EEXIST, Check.NEW_SYMBOL, "duplicate new symbol: do_xen_version");
        table.fact("section 3, 2016 differences: compared only with payloads")
                .acceptedBy(UploadTable.OLD, "sym_dup_hypervisor", "sym_dup_hypervisor_local");
        table.fact("row 17: value = a new_addr is not new; section 11, 4: own symbols are not compared")
                .accepted(
                        "sym_dup_hypervisor_at_new_addr",
                        "sym_dup_global_in_payload",
                        "x_own_dup_new_symbols",
                        "sym_dup_L",
                        "sym_long_name");
    }
}
