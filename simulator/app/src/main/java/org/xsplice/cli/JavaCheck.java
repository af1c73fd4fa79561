// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

/** Which Java runs the program. */
final class JavaCheck {
    private static final int OLDEST = 17;

    private JavaCheck() {}

    static Finding run() {
        String found = Runtime.version() + ", " + System.getProperty("java.home");
        String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        return Runtime.version().feature() >= OLDEST
                ? Finding.ok("Java", found, machine)
                : Finding.missing("Java", found + "; " + OLDEST + " or newer is needed");
    }
}
