// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.List;
import org.xsplice.profile.Profile;

/** All rows of uploads: facts, section 3, rows 4 to 17. */
final class UploadTables {
    static final List<UploadCase> ALL = all();

    private UploadTables() {}

    /** Returns what holds in a release. */
    static List<UploadCase> of(Profile profile) {
        return ALL.stream().filter(row -> row.holds(profile)).toList();
    }

    private static List<UploadCase> all() {
        UploadTable table = new UploadTable();
        HeaderRows.add(table);
        SectionRows.add(table);
        SymbolRows.add(table);
        RelocationRows.add(table);
        SpecialSectionRows.add(table);
        FunctionRows.add(table);
        HookRows.add(table);
        NoteRows.add(table);
        ExtraRows.add(table);
        return table.rows();
    }
}
