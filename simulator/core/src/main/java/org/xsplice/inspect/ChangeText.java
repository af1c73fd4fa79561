// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import org.xsplice.mend.Change;

/** Tells people what is changed in a file. */
final class ChangeText {
    private static final int BYTES_SHOWN = 16;

    private ChangeText() {}

    static String of(Change change) {
        if (change instanceof Change.SetField c) {
            return "at 0x%x: %s = 0x%x (%d byte%s)"
                    .formatted(c.fileOffset(), c.field(), c.value(), c.size(), c.size() == 1 ? "" : "s");
        }
        if (change instanceof Change.SetContent c) {
            return "content of section [%d] %s = %s"
                    .formatted(c.section(), c.name(), shown(c.content().toString()));
        }
        if (change instanceof Change.RenameSection c) {
            return "name of section [%d] = \"%s\" instead of \"%s\"".formatted(c.section(), c.to(), c.from());
        }
        if (change instanceof Change.RenameSymbol c) {
            return "name of symbol [%d] = \"%s\" instead of \"%s\"".formatted(c.symbol(), c.to(), c.from());
        }
        Change.AddSection c = (Change.AddSection) change;
        return "new section %s of %d bytes".formatted(c.name(), c.size());
    }

    private static String shown(String hex) {
        int max = 2 * BYTES_SHOWN;
        return hex.length() <= max ? hex : hex.substring(0, max) + "... (%d bytes)".formatted(hex.length() / 2);
    }
}
