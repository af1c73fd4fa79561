// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine;

import java.util.List;

/**
 * The guest's memory as its page tables show it. Addresses are virtual, 64-bit and unsigned.
 *
 * <p>Host-side reads and writes go through the page tables too: an access to a page that is not there, or that does not
 * allow it, throws {@link PageFaultException} with the first address that fails, and what came before it is done, as
 * a processor would.
 */
public interface Memory extends MemoryView {
    /**
     * Maps zeroed pages.
     *
     * @param address page-aligned
     * @param size in bytes, a multiple of the page size
     * @return false where the machine has not that much memory left; nothing is mapped then
     * @throws IllegalArgumentException if unaligned, or part of the range is mapped already
     */
    boolean map(long address, long size, Permission permission);

    /**
     * Takes pages away and drops what was translated from them.
     *
     * @throws IllegalArgumentException if unaligned, or part of the range is not mapped
     */
    void unmap(long address, long size);

    /**
     * Changes what pages may be used for, on every CPU at once.
     *
     * @throws IllegalArgumentException if unaligned, or part of the range is not mapped
     */
    void protect(long address, long size, Permission permission);

    void write(long address, byte[] from, int offset, int length);

    /**
     * Writes to pages whatever their permission, as a loader before boot or a debugger would. Translated code is not
     * dropped.
     */
    void poke(long address, byte[] from, int offset, int length);

    void writeByte(long address, int value);

    void writeInt(long address, int value);

    void writeLong(long address, long value);

    default void write(long address, byte[] from) {
        write(address, from, 0, from.length);
    }

    /**
     * Returns what guest code itself has written into executable pages since the last call, and drops on every CPU what was
     * translated from there. Engines that cannot tell return nothing.
     */
    List<TextChange> takeTextChanges();

    /** Drops what any CPU translated from a range, so that bytes written there are executed from now on. */
    void invalidate(long address, long size);
}
