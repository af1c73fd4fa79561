// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.errno.Errno.EINVAL;
import static org.xsplice.errno.Errno.EOPNOTSUPP;

import org.xsplice.refusal.Check;

/** Facts, section 3, row 4. */
final class HeaderRows {
    private HeaderRows() {}

    static UploadTable add(UploadTable table) {
        table.fact("section 9: an undamaged payload is accepted")
                .accepted("ctl_identity", "ctl_rebuilt", "ctl_trailing_garbage");
        lengths(table);
        values(table);
        counts(table);
        return table;
    }

    private static void lengths(UploadTable table) {
        table.fact("row 4: len < 64");
        for (int length : new int[] {1, 4, 16, 63}) {
            table.loud("hdr_trunc_" + length, EINVAL, Check.HEADER_COMPLETE, "Section header is bigger than payload");
        }
        table.fact("row 4: shoff >= len")
                .loud("hdr_trunc_64", EINVAL, Check.SHOFF, "Bogus e_shoff")
                .loud("hdr_shoff_eof", EINVAL, Check.SHOFF, "Bogus e_shoff")
                .loud("hdr_shoff_huge", EINVAL, Check.SHOFF, "Bogus e_shoff");
        table.fact("row 4: (len - shoff) / shentsize < shnum")
                .loud("hdr_trunc_half", EINVAL, Check.SECTION_HEADERS_COMPLETE, "Section header size is corrupted")
                .loud("hdr_trunc_last", EINVAL, Check.SECTION_HEADERS_COMPLETE, "Section header size is corrupted");
    }

    private static void values(UploadTable table) {
        table.fact("row 4: bad magic").loud("hdr_bad_magic", EINVAL, Check.MAGIC, "Not an ELF payload");
        table.fact("row 4: versions 1, ABI version 0, OSABI, type REL, no program headers");
        for (String damage : new String[] {
            "hdr_ei_version0",
            "hdr_e_version0",
            "hdr_e_version2",
            "hdr_abiversion1",
            "hdr_osabi_linux",
            "hdr_type_none",
            "hdr_type_exec",
            "hdr_type_dyn",
            "hdr_phnum1",
        }) {
            table.loud(damage, EOPNOTSUPP, Check.HEADER_VALUES, "Invalid ELF payload");
        }
        table.fact("row 4: OSABI FREEBSD is accepted").acceptedBy(UploadTable.MODERN, "hdr_osabi_freebsd");
        table.fact("895111a94f xsplice_header_check: no OSABI but NONE")
                .old("hdr_osabi_freebsd", EOPNOTSUPP, Check.HEADER_VALUES, "Invalid ELF payload!");
        table.fact("row 4: fields that nobody looks at")
                .accepted("hdr_flags", "hdr_entry", "hdr_ehsize0", "hdr_phoff", "x_phentsize");
        table.fact("row 4: machine, class, byte order");
        for (String damage : new String[] {"hdr_machine_386", "hdr_class32", "hdr_data_be"}) {
            table.loud(damage, EOPNOTSUPP, Check.MACHINE, "Unsupported ELF Machine type");
        }
    }

    private static void counts(UploadTable table) {
        table.fact("row 4: shstrndx = UNDEF")
                .both(
                        "hdr_shstrndx0",
                        EINVAL,
                        Check.SHSTRNDX_DEFINED,
                        "Section name idx is undefined",
                        "Section name idx is undefined!?");
        table.fact("row 4: shnum >= 1024")
                .loud("hdr_shnum_1024", EOPNOTSUPP, Check.SECTION_COUNT, "Too many (1024) sections")
                .loud("hdr_shnum_65535", EOPNOTSUPP, Check.SECTION_COUNT, "Too many (65535) sections");
        table.fact("row 4: shstrndx >= shnum");
        for (int shnum : new int[] {0, 1}) {
            table.both(
                    "hdr_shnum" + shnum,
                    EINVAL,
                    Check.SHSTRNDX_IN_RANGE,
                    "Section name idx (14) is past end of sections (" + shnum + ")",
                    "Section name idx (13) is past end of sections (" + shnum + ")!");
        }
        table.both(
                "hdr_shstrndx_past",
                EINVAL,
                Check.SHSTRNDX_IN_RANGE,
                "Section name idx (15) is past end of sections (15)",
                "Section name idx (14) is past end of sections (14)!");
        table.fact("row 4: shentsize < 64");
        for (int size : new int[] {0, 63}) {
            table.both(
                    "hdr_shentsize" + size,
                    EINVAL,
                    Check.SHENTSIZE,
                    "Section header size is " + size + "! Expected 64.",
                    "Section header size is " + size + "! Expected 64!?");
        }
        table.fact("row 4: (len - shoff) / shentsize < shnum");
        for (String damage : new String[] {"hdr_shentsize_huge", "hdr_shnum_plus1", "hdr_shnum_1023"}) {
            table.loud(damage, EINVAL, Check.SECTION_HEADERS_COMPLETE, "Section header size is corrupted");
        }
    }
}
