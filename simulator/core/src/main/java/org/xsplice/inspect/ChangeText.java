// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import static org.xsplice.text.Formats.format;

import org.xsplice.mend.Change;

/** Tells people what is changed in a file. */
final class ChangeText {
    private static final int BYTES_SHOWN = 16;

    private ChangeText() {}

    static String of(Change change) {
        if (change instanceof Change.SetField c) {
            return format(
                    "at 0x%x: %s = 0x%x (%d byte%s)",
                    c.fileOffset(), c.field(), c.value(), c.size(), c.size() == 1 ? "" : "s");
        }
        if (change instanceof Change.SetContent c) {
            return format(
                    "content of section [%d] %s = %s",
                    c.section(), c.name(), shown(c.content().toString()));
        }
        if (change instanceof Change.RenameSection c) {
            return format("name of section [%d] = \"%s\" instead of \"%s\"", c.section(), c.to(), c.from());
        }
        if (change instanceof Change.RenameSymbol c) {
            return format("name of symbol [%d] = \"%s\" instead of \"%s\"", c.symbol(), c.to(), c.from());
        }
        Change.AddSection c = (Change.AddSection) change;
        return format("new section %s of %d bytes", c.name(), c.size());
    }

    private static String shown(String hex) {
        int max = 2 * BYTES_SHOWN;
        return hex.length() <= max ? hex : hex.substring(0, max) + format("... (%d bytes)", hex.length() / 2);
    }
}
