// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.bootfile;

import org.xsplice.elf.ElfBytes;

/**
 * What a hypervisor's file puts into memory, without holes, at the addresses that it is linked to.
 *
 * @param address of the first byte
 */
public record LinkedBytes(long address, ElfBytes bytes) {
    /** The most that is taken for a hypervisor, in bytes; Xen itself must fit into 16 MiB. */
    static final int SIZE_MAX = 64 << 20;

    /** Returns whether all of {@code size} bytes from an address are there. */
    public boolean contains(long from, long size) {
        return bytes.contains(from - address, size);
    }

    /** Returns the address after the last byte. */
    public long end() {
        return address + bytes.length();
    }
}
