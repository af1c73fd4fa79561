// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.List;
import org.xsplice.profile.Profile;

/** What actions come to: facts, sections 4 to 6 and 10. */
final class ActionRows {
    static final List<ActionCase> ALL = all();

    private ActionRows() {}

    /** Returns what holds in a release. */
    static List<ActionCase> of(Profile profile) {
        return ALL.stream().filter(row -> row.holds(profile)).toList();
    }

    private static List<ActionCase> all() {
        ActionTable table = new ActionTable();
        LifeCycleRows.lifeCycle(table);
        LifeCycleRows.states(table);
        LifeCycleRows.stack(table);
        LifeCycleRows.replace(table);
        LifeCycleRows.reapply(table);
        PatchRows.expectations(table);
        PatchRows.damagedFunctions(table);
        RequestRows.requests(table);
        LifeCycleRows.pending(table);
        PatchRows.hooks(table);
        RequestRows.lists(table);
        PatchRows.quirks(table);
        return table.rows();
    }
}
