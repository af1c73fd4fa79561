// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.io.InputStream;

/** What a command reads where it is given {@code -} for a file: that of the process, unless it is told otherwise. */
final class StandardInput {
    private InputStream stream = System.in;

    InputStream stream() {
        return stream;
    }

    void becomes(InputStream other) {
        stream = other;
    }
}
