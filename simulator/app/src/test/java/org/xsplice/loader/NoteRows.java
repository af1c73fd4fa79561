// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.errno.Errno.EINVAL;

import org.xsplice.refusal.Check;

/** Facts, section 3, the notes of row 14, and row 16. */
final class NoteRows {
    private static final String[] BAD = {
        "type1",
        "namesz0",
        "namesz3",
        "namesz5",
        "namesz8",
        "descsz0",
        "descsz21",
        "overflow",
        "overflow_namesz",
        "owner",
        "11_bytes",
        "12_bytes",
        "13_bytes",
    };
    private static final String WRONG_XEN = "check against hypervisor build-id failed";

    private NoteRows() {}

    static UploadTable add(UploadTable table) {
        table.fact("row 14: at most 12 bytes or parse failure; section 11, 12: silent");
        for (String bad : BAD) {
            table.silent("id_" + bad, EINVAL, Check.BUILD_ID_NOTE)
                    .silent("dep_" + bad, EINVAL, Check.DEPENDS_NOTE)
                    .modern("xdep_" + bad, EINVAL, Check.XEN_DEPENDS_NOTE);
        }
        table.fact("xen_build_id_check: room behind the id and NULs behind the name do no harm")
                .accepted("id_trailing", "id_long_owner", "dep_trailing", "dep_long_owner")
                .acceptedBy(UploadTable.MODERN, "xdep_trailing", "xdep_long_owner");
        table.fact("section 10, quirk 17: the padding of the name is not counted")
                .accepted("id_behind_note");
        table.fact("section 5: what a payload stacks on is looked at by APPLY")
                .accepted("id_wrong_byte", "id_descsz19", "dep_wrong_byte", "dep_descsz19");
        table.fact("row 16: mismatch")
                .modern("xdep_wrong_byte", EINVAL, Check.XEN_BUILD_ID, WRONG_XEN)
                .modern("xdep_descsz19", EINVAL, Check.XEN_BUILD_ID, WRONG_XEN);
        table.fact("row 16 before row 17").modern("prec_xdep_wrong_and_dupsym", EINVAL, Check.XEN_BUILD_ID, WRONG_XEN);
        table.fact("recorded for 4.17.5: a note that is not loaded is read at address 8");
        for (String damage : new String[] {"x_id_not_alloc", "x_depends_not_alloc", "x_xdepends_not_alloc"}) {
            table.died(UploadTable.MODERN, damage, "xen_build_id_check")
                    .died(UploadTable.MODERN, damage, "0000000000000008");
        }
        return table;
    }
}
