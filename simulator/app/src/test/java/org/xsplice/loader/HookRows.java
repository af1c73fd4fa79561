// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.errno.Errno.EINVAL;

import java.util.Locale;
import org.xsplice.profile.HookKind;
import org.xsplice.refusal.Check;

/** Facts, section 3, the hooks of row 14. */
final class HookRows {
    private HookRows() {}

    static UploadTable add(UploadTable table) {
        for (HookKind kind : HookKind.values()) {
            String damage = "hk_" + kind.name().toLowerCase(Locale.ROOT) + "_";
            table.fact("row 14: size % 8")
                    .modern(
                            damage + 7,
                            EINVAL,
                            Check.HOOK_SIZE,
                            "Wrong size 7 of " + kind.section() + " (must be multiple of 8)");
            table.fact("row 14: a pointer has 8 bytes; is_hook_enabled: it may be NULL")
                    .acceptedBy(UploadTable.MODERN, damage + 8);
            if (kind.multiple()) {
                table.fact("section 2: load and unload hooks are arrays").acceptedBy(UploadTable.MODERN, damage + 16);
            } else {
                table.fact("row 14: single hooks != 8; section 11, 12: silent for 16 bytes")
                        .modern(damage + 16, EINVAL, Check.HOOK_SIZE);
            }
            table.fact("section 2: 2016 has no hooks, so it does not look at their sections")
                    .acceptedBy(UploadTable.OLD, damage + 7, damage + 8, damage + 16);
        }
        return table.fact("section 2: only known names are looked for").accepted("hk_unknown");
    }
}
