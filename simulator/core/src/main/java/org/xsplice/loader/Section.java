// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import org.xsplice.elf.Elf;
import org.xsplice.elf.SectionField;
import org.xsplice.machine.Access;
import org.xsplice.machine.PageFault;
import org.xsplice.machine.PageFaultException;

/**
 * One section of a payload: {@code struct livepatch_elf_sec} (xen/include/xen/livepatch_elf.h). Its header is read from
 * the raw payload each time, as the hypervisor does.
 *
 * <p>Section 0 has no header: Xen leaves that pointer NULL, and whoever follows it faults at the field's offset.
 *
 * @param header where its header is in the file
 * @param name empty before names are looked up
 * @param loadAddr where it was loaded; if it was not, where it is in the upload, or in older releases 0 (NULL)
 */
record Section(RawPayload raw, int index, long header, String name, long loadAddr) {

    /** A section of which only the header is known. */
    static Section unnamed(RawPayload raw, int index, long header) {
        return new Section(raw, index, header, "", 0);
    }

    Section named(String found) {
        return new Section(raw, index, header, found, loadAddr);
    }

    Section loadedAt(long address) {
        return new Section(raw, index, header, name, address);
    }

    /** Returns the file offset of a header field. */
    long at(SectionField field) {
        if (index == 0) {
            throw new PageFaultException(new PageFault(field.offset(), Access.READ, false));
        }
        return field.at(header);
    }

    int nameOffset() {
        return raw.u32(at(SectionField.SH_NAME));
    }

    int type() {
        return raw.u32(at(SectionField.SH_TYPE));
    }

    long flags() {
        return raw.u64(at(SectionField.SH_FLAGS));
    }

    long addr() {
        return raw.u64(at(SectionField.SH_ADDR));
    }

    long offset() {
        return raw.u64(at(SectionField.SH_OFFSET));
    }

    long size() {
        return raw.u64(at(SectionField.SH_SIZE));
    }

    int link() {
        return raw.u32(at(SectionField.SH_LINK));
    }

    int info() {
        return raw.u32(at(SectionField.SH_INFO));
    }

    long addralign() {
        return raw.u64(at(SectionField.SH_ADDRALIGN));
    }

    long entsize() {
        return raw.u64(at(SectionField.SH_ENTSIZE));
    }

    boolean has(long flag) {
        return (flags() & flag) != 0;
    }

    /** Models {@code livepatch_elf_ignore_section}. */
    boolean ignored() {
        return !has(Elf.SHF_ALLOC);
    }
}
