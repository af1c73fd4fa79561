// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.errno.Errno.EINVAL;
import static org.xsplice.errno.Errno.ENODATA;

import java.util.List;
import org.xsplice.profile.Feature;
import org.xsplice.refusal.Check;

/** Facts, section 3, the notes of row 14, and row 16. */
final class NoteRows {
    /** What is wrong with a note, without a word for what it is of. */
    private static final List<String> BAD = List.of(
            "namesz0",
            "namesz3",
            "namesz5",
            "namesz8",
            "descsz0",
            "descsz21",
            "overflow",
            "overflow_namesz",
            "11_bytes",
            "12_bytes",
            "13_bytes");
    /** A note of something else. */
    private static final List<String> OTHER = List.of("type1", "owner");

    private static final String[] NOT_LOADED = {"x_id_not_alloc", "x_depends_not_alloc", "x_xdepends_not_alloc"};
    private static final String WRONG_XEN = "check against hypervisor build-id failed";
    private static final String OWN_ID = "6445e74c396c46340fc494345ede691fb30d6b";

    private NoteRows() {}

    static UploadTable add(UploadTable table) {
        notes(table);
        xenNotes(table);
        table.fact("xen_build_id_check: room behind the id and NULs behind the name do no harm")
                .accepted("id_trailing", "id_long_owner", "dep_trailing", "dep_long_owner")
                .acceptedBy(UploadTable.MODERN, "xdep_trailing", "xdep_long_owner");
        table.fact("section 10, quirk 17: the padding of the name is not counted")
                .accepted("id_behind_note");
        table.fact("section 5: what a payload stacks on is looked at by APPLY")
                .accepted("id_wrong_byte", "id_descsz19", "dep_wrong_byte", "dep_descsz19");
        mismatches(table);
        notLoaded(table);
        return table;
    }

    private static void notes(UploadTable table) {
        table.fact("row 14: at most 12 bytes or parse failure; section 11, 12: silent");
        for (String bad : BAD) {
            table.silent("id_" + bad, EINVAL, Check.BUILD_ID_NOTE).silent("dep_" + bad, EINVAL, Check.DEPENDS_NOTE);
        }
        for (String other : OTHER) {
            table.fact("row 14: parse failure; section 11, 12: silent")
                    .old("id_" + other, EINVAL, Check.BUILD_ID_NOTE)
                    .old("dep_" + other, EINVAL, Check.DEPENDS_NOTE)
                    .without(Feature.NOTE_ERRORS_KEPT)
                    .modern("id_" + other, EINVAL, Check.BUILD_ID_NOTE)
                    .modern("dep_" + other, EINVAL, Check.DEPENDS_NOTE);
            table.fact("86d09d16dd: a note of something else is ENODATA")
                    .with(Feature.NOTE_ERRORS_KEPT)
                    .modern("id_" + other, ENODATA, Check.BUILD_ID_NOTE)
                    .modern("dep_" + other, ENODATA, Check.DEPENDS_NOTE);
        }
    }

    private static void xenNotes(UploadTable table) {
        unparsed(table, BAD, -22);
        unparsed(table, OTHER, -61);
    }

    private static void unparsed(UploadTable table, List<String> damages, int rc) {
        for (String damage : damages) {
            table.fact("row 14: at most 12 bytes or parse failure; section 11, 12: silent")
                    .without(Feature.XEN_BUILD_ID_FIRST)
                    .modern("xdep_" + damage, EINVAL, Check.XEN_DEPENDS_NOTE);
            table.fact("fa49f4be41: the line says what was wrong, the result does not")
                    .with(Feature.XEN_BUILD_ID_FIRST)
                    .modern(
                            "xdep_" + damage,
                            EINVAL,
                            Check.XEN_DEPENDS_NOTE,
                            "failed to parse section .livepatch.xen_depends as build-id: " + rc);
        }
    }

    private static void mismatches(UploadTable table) {
        table.fact("row 16: mismatch")
                .without(Feature.XEN_BUILD_ID_FIRST)
                .modern("xdep_wrong_byte", EINVAL, Check.XEN_BUILD_ID, WRONG_XEN)
                .modern("xdep_descsz19", EINVAL, Check.XEN_BUILD_ID, WRONG_XEN);
        table.fact("row 16 before row 17")
                .without(Feature.XEN_BUILD_ID_FIRST)
                .modern("prec_xdep_wrong_and_dupsym", EINVAL, Check.XEN_BUILD_ID, WRONG_XEN);
        table.fact("fa49f4be41: both ids are told").with(Feature.XEN_BUILD_ID_FIRST);
        mismatch(table, "xdep_wrong_byte", OWN_ID + "bf");
        mismatch(table, "xdep_descsz19", OWN_ID);
        mismatch(table, "prec_xdep_wrong_and_dupsym", OWN_ID + "bf");
    }

    private static void mismatch(UploadTable table, String damage, String id) {
        table.modernLines(
                damage,
                EINVAL,
                Check.XEN_BUILD_ID,
                "livepatch: m: build-id mismatch:",
                "\u00a0 livepatch: " + id,
                "\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0 xen: " + OWN_ID + "40");
    }

    private static void notLoaded(UploadTable table) {
        table.fact("recorded for 4.17.5: a note that is not loaded is read at address 8")
                .without(Feature.UNLOADED_SECTIONS_IN_UPLOAD);
        for (String damage : NOT_LOADED) {
            table.died(UploadTable.MODERN, damage, "xen_build_id_check")
                    .died(UploadTable.MODERN, damage, "0000000000000008");
        }
        table.fact("8c81423038: it is read where the upload has it")
                .with(Feature.UNLOADED_SECTIONS_IN_UPLOAD)
                .acceptedBy(UploadTable.MODERN, NOT_LOADED);
    }
}
