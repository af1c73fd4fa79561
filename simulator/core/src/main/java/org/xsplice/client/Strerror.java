// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.client;

import org.xsplice.errno.Errno;

/** {@code strerror} of the GNU C library, as far as the tool can meet it. */
final class Strerror {
    private Strerror() {}

    /** Returns the text of an error number; a tool may also ask for 0 and for negative ones, which have none. */
    static String of(int errno) {
        if (errno == 0) {
            return "Success";
        }
        return errno > 0 ? Errno.textOf(errno) : "Unknown error " + errno;
    }
}
