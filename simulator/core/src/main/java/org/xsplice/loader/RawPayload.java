// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import org.xsplice.elf.ElfBytes;
import org.xsplice.machine.Access;
import org.xsplice.machine.Memory;
import org.xsplice.machine.PageFault;
import org.xsplice.machine.PageFaultException;
import org.xsplice.machine.Permission;

/**
 * The hypervisor's copy of the uploaded file ({@code raw_data} in xen/common/livepatch.c:livepatch_upload), as it lies in
 * whole pages of memory: after its end there are zeros up to the page's end, then nothing, and a read faults.
 *
 * <p>The hypervisor changes this copy while it loads: resolved symbol values are written into the symbol table.
 */
final class RawPayload {
    private final byte[] bytes;
    private final ElfBytes file;
    private final long base;
    private final long mapped;

    /**
     * Copies a file.
     *
     * @param base its address in the hypervisor's memory
     */
    RawPayload(byte[] bytes, long base) {
        this.bytes = bytes.clone();
        this.file = new ElfBytes(this.bytes);
        this.base = base;
        this.mapped = bytes.length + Memory.PAGE_SIZE - 1L & -Memory.PAGE_SIZE;
    }

    /**
     * Puts it into memory, for guest code and what is read as guest code reads it.
     *
     * @see #unmap
     */
    void map(Memory memory) {
        memory.map(base, mapped, Permission.RW);
        memory.poke(base, bytes, 0, bytes.length);
    }

    /** Takes it away again: the hypervisor frees it as soon as it has loaded the payload. */
    void unmap(Memory memory) {
        memory.unmap(base, mapped);
    }

    /** Returns where a byte of the file is in memory. */
    long addressOf(long offset) {
        return base + offset;
    }

    /** Returns the file's size, in bytes. */
    int length() {
        return bytes.length;
    }

    int u8(long offset) {
        return file.contains(offset, 1) ? file.u8(offset) : (int) beyond(offset, 1);
    }

    int u16(long offset) {
        return file.contains(offset, 2) ? file.u16(offset) : (int) beyond(offset, 2);
    }

    int u32(long offset) {
        return file.contains(offset, 4) ? file.u32(offset) : (int) beyond(offset, 4);
    }

    long u64(long offset) {
        return file.contains(offset, 8) ? file.u64(offset) : beyond(offset, 8);
    }

    void setU64(long offset, long value) {
        for (int i = 0; i < Long.BYTES; i++) {
            if (offset + i >= 0 && offset + i < bytes.length) {
                bytes[(int) offset + i] = (byte) (value >>> 8 * i);
            } else if (offset + i < 0 || offset + i >= mapped) {
                throw new PageFaultException(new PageFault(base + offset + i, Access.WRITE, false));
            }
        }
    }

    /** Reads a NUL-terminated string; faults where it runs out of memory. */
    String string(long offset) {
        StringBuilder string = new StringBuilder();
        for (long at = offset; ; at++) {
            int c = u8(at);
            if (c == 0) {
                return string.toString();
            }
            string.append((char) c);
        }
    }

    /** Copies to guest memory as {@code memcpy} does: up to the first byte that cannot be read or written. */
    void copyTo(Memory memory, long offset, long destination, long size) {
        boolean readable = offset >= 0 && offset < mapped;
        long available = readable ? mapped - offset : 0;
        long length = Long.compareUnsigned(size, available) > 0 ? available : size;
        if (length != 0) {
            int inFile = (int) Math.max(0, Math.min(length, bytes.length - offset));
            memory.write(destination, bytes, (int) Math.min(offset, bytes.length), inFile);
            memory.write(destination + inFile, new byte[(int) length - inFile]);
        }
        if (length != size) {
            throw new PageFaultException(new PageFault(base + offset + length, Access.READ, false));
        }
    }

    private long beyond(long offset, int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            if (offset + i < 0 || offset + i >= mapped) {
                throw new PageFaultException(new PageFault(base + offset + i, Access.READ, false));
            }
            value |= (long) file.u8(offset + i) << 8 * i;
        }
        return value;
    }
}
