// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import org.xsplice.elf.Elf;
import org.xsplice.machine.Access;
import org.xsplice.machine.PageFault;
import org.xsplice.machine.PageFaultException;

/**
 * One section of a payload: {@code struct livepatch_elf_sec} (xen/include/xen/livepatch_elf.h). Its header is read from
 * the raw payload each time, as the hypervisor does.
 *
 * <p>Section 0 has no header: Xen leaves that pointer NULL, and whoever follows it faults at the field's offset.
 */
final class Section {
    private final RawPayload raw;
    private final int index;
    private final long header;
    private String name = "";
    private long loadAddr;

    Section(RawPayload raw, int index, long header) {
        this.raw = raw;
        this.index = index;
        this.header = header;
    }

    int index() {
        return index;
    }

    /** Returns the file offset of a header field. */
    long at(int field) {
        if (index == 0) {
            throw new PageFaultException(new PageFault(field, Access.READ, false));
        }
        return header + field;
    }

    int nameOffset() {
        return raw.u32(at(0));
    }

    int type() {
        return raw.u32(at(4));
    }

    long flags() {
        return raw.u64(at(8));
    }

    long addr() {
        return raw.u64(at(16));
    }

    long offset() {
        return raw.u64(at(24));
    }

    long size() {
        return raw.u64(at(32));
    }

    int link() {
        return raw.u32(at(40));
    }

    int info() {
        return raw.u32(at(44));
    }

    long addralign() {
        return raw.u64(at(48));
    }

    long entsize() {
        return raw.u64(at(56));
    }

    boolean has(long flag) {
        return (flags() & flag) != 0;
    }

    /** Models {@code livepatch_elf_ignore_section}. */
    boolean ignored() {
        return !has(Elf.SHF_ALLOC);
    }

    String name() {
        return name;
    }

    void setName(String name) {
        this.name = name;
    }

    /** Returns where the section was loaded; 0 (NULL) if it was not. */
    long loadAddr() {
        return loadAddr;
    }

    void setLoadAddr(long address) {
        loadAddr = address;
    }
}
