// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine;

/**
 * The guest's memory for those who only look. Addresses are virtual, 64-bit and unsigned. Reading what is not there, or must
 * not be read, throws {@link PageFaultException} with the first address that fails.
 */
public interface MemoryView {
    /** Size of a page, in bytes. */
    int PAGE_SIZE = 4096;

    /** Returns the page's permission, or {@code null} where nothing is mapped. */
    Permission permissionAt(long address);

    /**
     * Returns whether the page of an address is known to hold what it held when the machine's first snapshot was taken. False
     * also where there is no snapshot, or nothing is mapped.
     */
    boolean isUnwritten(long address);

    /** Returns the addresses of the pages that are mapped and not {@link #isUnwritten}, in no order. */
    long[] writtenPages();

    void read(long address, byte[] into, int offset, int length);

    int readByte(long address);

    int readInt(long address);

    long readLong(long address);

    default byte[] read(long address, int length) {
        byte[] bytes = new byte[length];
        read(address, bytes, 0, length);
        return bytes;
    }
}
