// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.bootfile;

/**
 * A part of a hypervisor that is in memory.
 *
 * @param name as xen-syms calls it
 * @param type {@code SHT_} value
 * @param flags {@code SHF_} bits
 * @param addr where it is linked to
 * @param offset of its content, unsigned
 * @param size in memory, in bytes, unsigned
 */
public record ImageSection(String name, int type, long flags, long addr, long offset, long size) {
    /** Returns whether all of the given {@code SHF_} bits are set. */
    public boolean has(long flag) {
        return (flags & flag) == flag;
    }
}
