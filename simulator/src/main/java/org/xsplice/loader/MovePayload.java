// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import org.xsplice.elf.Elf;
import org.xsplice.errno.Errno;
import org.xsplice.machine.Memory;
import org.xsplice.profile.Message;
import org.xsplice.refusal.Check;
import org.xsplice.refusal.Quirk;
import org.xsplice.refusal.StrictException;

/**
 * Lays the loaded sections out in three regions on page borders (text, read-write, read-only) and copies them there.
 * Models xen/common/livepatch.c:move_payload.
 */
final class MovePayload {
    private static final int NOT_LOADED = -1;

    private final LoadContext context;
    private final LivepatchElf elf;
    private final PayloadLayout.Builder layout;

    MovePayload(LoadContext context, LivepatchElf elf, PayloadLayout.Builder layout) {
        this.context = context;
        this.elf = elf;
        this.layout = layout;
    }

    void run() {
        context.enter("move_payload");
        context.requireMemory("the sections' offsets");
        int[] offsets = new int[elf.sectionCount()];
        long[] sizes = new long[3];
        for (int i = 1; i < offsets.length; i++) {
            context.at(i);
            Section section = elf.section(i);
            offsets[i] = section.ignored() ? NOT_LOADED : place(section, sizes);
        }
        context.pass(Check.SECTION_FLAGS);
        long size = pageAlign(sizes[0]) + pageAlign(sizes[1]) + sizes[2];
        long pages = size + Memory.PAGE_SIZE - 1 >>> 12;
        boolean fails = context.hypervisor().allocations().fails();
        long text = fails ? 0 : context.hypervisor().vmalloc().allocate(pages << 12);
        if (text == 0) {
            throw context.refuse(
                            Check.PAYLOAD_MEMORY, Errno.ENOMEM, elf.eShoff(), Message.NO_MEMORY_FOR_PAYLOAD, elf.name())
                    .mendedBy(context.mends().sections().memory());
        }
        context.pass(Check.PAYLOAD_MEMORY);
        long rw = text + pageAlign(sizes[0]);
        long ro = rw + pageAlign(sizes[1]);
        layout.place(text, sizes[0], rw, sizes[1], ro, sizes[2], (int) pages);
        copy(offsets, new long[] {text, rw, ro});
    }

    /** Models {@code calc_section}; what it rounds up to is the alignment, and 0 where that is 0. */
    private int place(Section section, long[] sizes) {
        int region = region(section);
        long align = section.addralign();
        if (align == 0 && sizes[region] != 0 && context.profile().strict()) {
            throw new StrictException(
                    Quirk.ALIGNMENT_ZERO,
                    section.at(48),
                    "section " + section.name() + " has the alignment 0 and is not the first of its region",
                    "set sh_addralign to 1 at least");
        }
        long start = sizes[region] + align - 1 & ~(align - 1);
        sizes[region] = section.size() + start;
        return (int) start;
    }

    private int region(Section section) {
        boolean execute = section.has(Elf.SHF_EXECINSTR);
        boolean write = section.has(Elf.SHF_WRITE);
        if (execute && write) {
            context.print(Message.SECTION_NOT_SUPPORTED, elf.name(), section.name());
            throw context.refuse(
                            Check.SECTION_FLAGS,
                            Errno.EOPNOTSUPP,
                            section.at(8),
                            "section " + section.name() + " is both writable and executable")
                    .mendedBy(context.mends().sections().writableCode(section.index()));
        }
        return execute ? 0 : write ? 1 : 2;
    }

    private void copy(int[] offsets, long[] regions) {
        Section lastWritable = null;
        int writable = 0;
        for (int i = 1; i < offsets.length; i++) {
            Section section = elf.section(i);
            if (section.ignored()) {
                continue;
            }
            int region = region(section);
            if (region == 1 && section.size() != 0) {
                lastWritable = section;
                writable++;
            }
            section.setLoadAddr(regions[region] + Integer.toUnsignedLong(offsets[i]));
            fill(section);
        }
        layout.safeToReapply(writable == 0
                || writable == 1 && lastWritable.name().equals(context.profile().functionSection()));
    }

    private void fill(Section section) {
        boolean unaligned = section.addralign() == 0;
        context.suspect(
                Check.PAYLOAD_MEMORY,
                section.at(unaligned ? 48 : 32),
                (unaligned ? "sh_addralign of " : "sh_size of ") + section.name(),
                () -> context.mends().sections().copied(section.index()));
        if (section.type() == Elf.SHT_NOBITS) {
            context.enter("memset");
            zero(section.loadAddr(), section.size());
        } else {
            context.enter("memcpy");
            elf.raw().copyTo(context.memory(), section.offset(), section.loadAddr(), section.size());
            context.print(Message.SECTION_LOADED, elf.name(), section.name(), section.loadAddr());
        }
        context.enter("move_payload");
    }

    private void zero(long address, long length) {
        byte[] zeros = new byte[Memory.PAGE_SIZE];
        for (long done = 0; done != length; ) {
            long left = length - done;
            int chunk = Long.compareUnsigned(left, zeros.length) > 0 ? zeros.length : (int) left;
            context.memory().write(address + done, zeros, 0, chunk);
            done += chunk;
        }
    }

    private static long pageAlign(long value) {
        return value + Memory.PAGE_SIZE - 1 & -Memory.PAGE_SIZE;
    }
}
