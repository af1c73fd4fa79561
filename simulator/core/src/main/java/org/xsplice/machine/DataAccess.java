// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine;

/**
 * One access to memory.
 *
 * @param size in bytes
 */
public record DataAccess(long address, int size, boolean write) {
    /** Returns whether it matters which of two accesses comes first. */
    public boolean conflictsWith(DataAccess other) {
        return (write || other.write) && address < other.address + other.size && other.address < address + size;
    }
}
