// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import org.xsplice.elf.HeaderField;

/** The ELF header of a raw payload, read from there each time. */
record RawHeader(RawPayload raw) {
    int u8(HeaderField field) {
        return raw.u8(field.offset());
    }

    int u16(HeaderField field) {
        return raw.u16(field.offset());
    }

    int u32(HeaderField field) {
        return raw.u32(field.offset());
    }

    long shoff() {
        return raw.u64(HeaderField.E_SHOFF.offset());
    }

    int shentsize() {
        return u16(HeaderField.E_SHENTSIZE);
    }

    int shnum() {
        return u16(HeaderField.E_SHNUM);
    }

    int shstrndx() {
        return u16(HeaderField.E_SHSTRNDX);
    }
}
