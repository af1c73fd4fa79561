// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine;

/**
 * Text that payloads patch.
 *
 * @param end address after it
 */
public record TextWindow(long start, long end) {
    /** Returns whether an address lies in it. */
    public boolean contains(long address) {
        return address >= start && address < end;
    }

    /** Returns the access made by executing any of it. */
    public DataAccess read() {
        return new DataAccess(start, (int) (end - start), false);
    }
}
