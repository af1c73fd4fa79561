// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.text;

import java.util.Locale;

/** Text from formats, as in {@link String#format(String, Object...)}, but the same in every language. */
public final class Formats {
    private Formats() {}

    public static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
