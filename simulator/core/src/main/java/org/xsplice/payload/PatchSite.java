// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

import org.xsplice.machine.TextWindow;

/**
 * Text that applying a payload changes.
 *
 * @param function name of the function that is patched
 * @param code what is written
 */
public record PatchSite(String payload, String function, TextWindow window, byte[] code) {
    /** Returns how many bytes are written. */
    public int length() {
        return code.length;
    }
}
