// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.errno.Errno.EINVAL;
import static org.xsplice.errno.Errno.EOPNOTSUPP;

import java.util.List;
import java.util.Locale;
import org.xsplice.profile.Feature;
import org.xsplice.profile.HookKind;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Check;

/** Facts, section 3, rows 11 and 12. */
final class SpecialSectionRows {
    private static final String XEN_DEPENDS = ".livepatch.xen_depends";

    private SpecialSectionRows() {}

    static UploadTable add(UploadTable table) {
        table.fact("row 11: missing, empty");
        for (String section : List.of(".livepatch.depends", Profile.BUILD_ID_SECTION)) {
            special(table, section);
        }
        table.without(Feature.XEN_BUILD_ID_FIRST);
        special(table, XEN_DEPENDS);
        table.fact("fa49f4be41: the hypervisor's build-id has a check of its own")
                .with(Feature.XEN_BUILD_ID_FIRST)
                .modern(
                        "miss_" + slug(XEN_DEPENDS),
                        EINVAL,
                        Check.XEN_DEPENDS_PRESENT,
                        "section " + XEN_DEPENDS + " is missing")
                .modern(
                        "empty_" + slug(XEN_DEPENDS),
                        EINVAL,
                        Check.XEN_DEPENDS_NOTE,
                        "failed to parse section " + XEN_DEPENDS + " as build-id: -22");
        table.fact("section 2: .xsplice.funcs is required");
        for (String section : List.of(".xsplice.funcs", ".xsplice.depends", Profile.BUILD_ID_SECTION)) {
            table.old("miss_" + slug(section), EINVAL, Check.SPECIAL_SECTION_PRESENT, section + " is missing!")
                    .old("empty_" + slug(section), EINVAL, Check.SPECIAL_SECTION_FILLED, section + " is empty!");
        }
        table.fact("row 12: present but empty")
                .modern("empty_livepatch_funcs", EINVAL, Check.PATCHING_SECTION_FILLED, ".livepatch.funcs is empty");
        for (HookKind kind : HookKind.values()) {
            String hook = kind.name().toLowerCase(Locale.ROOT);
            table.modern(
                    "empty_livepatch_hooks_" + hook,
                    EINVAL,
                    Check.PATCHING_SECTION_FILLED,
                    ".livepatch.hooks." + hook + " is empty");
        }
        table.fact("row 12: none present")
                .modern("miss_livepatch_funcs", EINVAL, Check.SOMETHING_TO_PATCH, "Nothing to patch. Aborting...")
                .modern("miss_all_patching", EINVAL, Check.SOMETHING_TO_PATCH, "Nothing to patch. Aborting...");
        table.fact("section 10, quirk 10: a second one is never seen")
                .accepted("dup_note_gnu_build-id", "dup_text")
                .acceptedBy(
                        UploadTable.MODERN, "dup_livepatch_depends", "dup_livepatch_xen_depends", "dup_livepatch_funcs")
                .acceptedBy(UploadTable.OLD, "dup_xsplice_depends", "dup_xsplice_funcs");
        table.fact("recorded for 4.17.5: the first of a name counts")
                .both(
                        "dup_depends_first_empty",
                        EINVAL,
                        Check.SPECIAL_SECTION_FILLED,
                        ".livepatch.depends is empty",
                        ".xsplice.depends is empty!");
        table.fact("section 3: relocations come before special sections")
                .same("prec_badreloc_and_missing_dep", EOPNOTSUPP, Check.RELOCATION_TYPE, "Unhandled relocation 255");
        return table;
    }

    private static void special(UploadTable table, String section) {
        table.modern("miss_" + slug(section), EINVAL, Check.SPECIAL_SECTION_PRESENT, section + " is missing")
                .modern("empty_" + slug(section), EINVAL, Check.SPECIAL_SECTION_FILLED, section + " is empty");
    }

    private static String slug(String section) {
        return section.substring(1).replace('.', '_');
    }
}
