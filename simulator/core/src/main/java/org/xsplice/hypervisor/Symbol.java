// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

/**
 * A symbol of the hypervisor.
 *
 * @param name as Xen looks it up: local symbols of a C file are {@code FILE#name}
 * @param address virtual address
 * @param size in bytes, 0 where the table tells none
 */
public record Symbol(String name, long address, long size) {
    /** Returns its size, or this many bytes where it is larger; the size is unsigned. */
    public int sizeUpTo(int most) {
        return (int) (Long.compareUnsigned(size, most) < 0 ? size : most);
    }
}
