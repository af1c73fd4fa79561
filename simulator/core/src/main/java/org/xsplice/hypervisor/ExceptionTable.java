// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import org.xsplice.machine.Memory;

/**
 * Where to go on after an instruction that may fault did. Models {@code struct exception_table_entry} and
 * xen/arch/x86/extable.c.
 *
 * @param start address of the first entry
 * @param end address after the last one
 */
public record ExceptionTable(long start, long end) {
    /** Size of an entry, in bytes. */
    public static final int ENTRY_SIZE = 8;

    private static final int CONT = 4;

    /** No instruction of the region may fault. */
    public static ExceptionTable none() {
        return new ExceptionTable(0, 0);
    }

    private static long addr(Memory memory, long entry) {
        return entry + memory.readInt(entry);
    }

    private static long cont(Memory memory, long entry) {
        return entry + CONT + memory.readInt(entry + CONT);
    }

    /**
     * Puts the entries in the order of their addresses; each is relative to its own place. Models
     * {@code sort_exception_table} with its heapsort, so that a table which is not there faults where Xen's does; the compiler
     * has the parent read before its children.
     */
    public void sort(Memory memory) {
        long size = end - start;
        for (long i = size / ENTRY_SIZE / 2 * ENTRY_SIZE; i > 0; ) {
            i -= ENTRY_SIZE;
            sift(memory, i, size);
        }
        for (long i = size; i > 0; ) {
            i -= ENTRY_SIZE;
            swap(memory, start, start + i);
            sift(memory, 0, i);
        }
    }

    private void sift(Memory memory, long root, long size) {
        for (long r = root; r * 2 + ENTRY_SIZE < size; ) {
            long child = r * 2 + ENTRY_SIZE;
            long parent = addr(memory, start + r);
            if (child < size - ENTRY_SIZE && compare(memory, child, child + ENTRY_SIZE) < 0) {
                child += ENTRY_SIZE;
            }
            if (Long.compareUnsigned(parent, addr(memory, start + child)) >= 0) {
                return;
            }
            swap(memory, start + r, start + child);
            r = child;
        }
    }

    private int compare(Memory memory, long left, long right) {
        return Long.compareUnsigned(addr(memory, start + left), addr(memory, start + right));
    }

    private static void swap(Memory memory, long left, long right) {
        int delta = (int) (right - left);
        int addr = memory.readInt(left);
        int cont = memory.readInt(left + CONT);
        memory.writeInt(left, memory.readInt(right) + delta);
        memory.writeInt(left + CONT, memory.readInt(right + CONT) + delta);
        memory.writeInt(right, addr - delta);
        memory.writeInt(right + CONT, cont - delta);
    }

    /** Returns where to go on after a fault at an address, or 0 where nothing is said. Models {@code search_one_extable}. */
    long find(Memory memory, long address) {
        long first = start;
        long last = end - ENTRY_SIZE;
        while (first <= last && start != 0) {
            long middle = first + (last - first) / ENTRY_SIZE / 2 * ENTRY_SIZE;
            long difference = addr(memory, middle) - address;
            if (difference == 0) {
                return cont(memory, middle);
            }
            if (difference < 0) {
                first = middle + ENTRY_SIZE;
            } else {
                last = middle - ENTRY_SIZE;
            }
        }
        return 0;
    }
}
