// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.loader.Rung.rung;

import java.util.List;
import org.xsplice.elf.Elf;
import org.xsplice.elf.SectionField;
import org.xsplice.errno.Errno;
import org.xsplice.machine.Memory;
import org.xsplice.mend.Mends;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Message;
import org.xsplice.refusal.Check;
import org.xsplice.refusal.Quirk;
import org.xsplice.refusal.StrictException;

/**
 * Lays the loaded sections out in three regions on page borders (text, read-write, read-only) and copies them there.
 * Models xen/common/livepatch.c:move_payload.
 */
final class MovePayload {
    /**
     * What comes of it.
     *
     * @param elf the payload, with where its sections are
     */
    record Moved(LivepatchElf elf, PayloadLayout layout) {}

    private static final Rungs<MovePayload> SECTIONS = Rungs.each(rung(Check.SECTION_FLAGS, MovePayload::place));
    private static final Rungs<MovePayload> REGIONS = Rungs.each(rung(Check.PAYLOAD_MEMORY, MovePayload::allocate));

    static final List<Rungs<?>> RUNGS = List.of(SECTIONS, REGIONS);

    private static final int NOT_LOADED = -1;
    private static final int TEXT = 0;
    private static final int READ_WRITE = 1;
    private static final int READ_ONLY = 2;

    private final LoadContext context;
    private final LivepatchElf elf;
    private final Mends mend;
    private final int[] offsets;
    private final long[] sizes = new long[3];
    private Section section;
    private long pages;
    private long text;

    MovePayload(LoadContext context, LivepatchElf elf) {
        this.context = context;
        this.elf = elf;
        mend = context.mends();
        offsets = new int[elf.sectionCount()];
    }

    Moved run() {
        context.enter("move_payload");
        context.requireMemory("the sections' offsets");
        Checks<MovePayload> each = context.checks(SECTIONS);
        for (int i = 1; i < offsets.length; i++) {
            context.at(i);
            section = elf.section(i);
            each.make(this);
        }
        context.checks(REGIONS).make(this);
        long rw = text + pageAlign(sizes[TEXT]);
        long ro = rw + pageAlign(sizes[READ_WRITE]);
        LivepatchElf moved = copy(text, rw, ro);
        return new Moved(
                moved,
                new PayloadLayout(
                        text,
                        sizes[TEXT],
                        rw,
                        sizes[READ_WRITE],
                        ro,
                        sizes[READ_ONLY],
                        (int) pages,
                        safeToReapply(moved)));
    }

    /** Models {@code calc_section}; what it rounds up to is the alignment, and 0 where that is 0. */
    private Made place() {
        if (section.ignored()) {
            offsets[section.index()] = NOT_LOADED;
            return Made.PASSED;
        }
        int region = region(section);
        if (region < 0) {
            context.print(Message.SECTION_NOT_SUPPORTED, elf.name(), section.name());
            throw context.refuse(
                            Errno.EOPNOTSUPP,
                            section.at(SectionField.SH_FLAGS),
                            "section " + section.name() + " is both writable and executable")
                    .mendedBy(mend.sections().writableCode(section.index()));
        }
        long align = section.addralign();
        if (align == 0 && sizes[region] != 0 && context.profile().strict()) {
            throw new StrictException(
                    Quirk.ALIGNMENT_ZERO,
                    section.at(SectionField.SH_ADDRALIGN),
                    "section " + section.name() + " has the alignment 0 and is not the first of its region",
                    "set sh_addralign to at least 1");
        }
        long start = sizes[region] + align - 1 & ~(align - 1);
        sizes[region] = section.size() + start;
        offsets[section.index()] = (int) start;
        return Made.PASSED;
    }

    /** Returns the region that a section goes to; -1 where there is none for it. */
    private static int region(Section section) {
        boolean write = section.has(Elf.SHF_WRITE);
        if (section.has(Elf.SHF_EXECINSTR)) {
            return write ? -1 : TEXT;
        }
        return write ? READ_WRITE : READ_ONLY;
    }

    private Made allocate() {
        long size = pageAlign(sizes[TEXT]) + pageAlign(sizes[READ_WRITE]) + sizes[READ_ONLY];
        pages = size + Memory.PAGE_SIZE - 1 >>> 12;
        boolean fails = context.hypervisor().allocations().fails();
        text = fails ? 0 : context.hypervisor().vmalloc().allocate(pages << 12);
        if (text == 0) {
            throw context.refuse(Errno.ENOMEM, elf.eShoff(), Message.NO_MEMORY_FOR_PAYLOAD, elf.name())
                    .mendedBy(mend.sections().memory());
        }
        return Made.PASSED;
    }

    private LivepatchElf copy(long... regions) {
        context.progress().loading(elf.sectionCount());
        return elf.with(unmoved -> {
            if (unmoved.ignored()) {
                return unmoved;
            }
            long offset = Integer.toUnsignedLong(offsets[unmoved.index()]);
            Section moved = unmoved.loadedAt(regions[region(unmoved)] + offset);
            context.progress().loaded(moved.index(), moved.loadAddr());
            fill(moved);
            return moved;
        });
    }

    private boolean safeToReapply(LivepatchElf moved) {
        Section lastWritable = null;
        int writable = 0;
        for (int i = 1; i < moved.sectionCount(); i++) {
            Section s = moved.section(i);
            boolean counts = s.size() != 0 || !context.has(Feature.EMPTY_DATA_IGNORED);
            if (!s.ignored() && region(s) == READ_WRITE && counts) {
                lastWritable = s;
                writable++;
            }
        }
        return writable == 0
                || writable == 1 && lastWritable.name().equals(context.profile().functionSection());
    }

    private void fill(Section moved) {
        boolean unaligned = moved.addralign() == 0;
        context.suspect(
                Check.PAYLOAD_MEMORY,
                moved.at(unaligned ? SectionField.SH_ADDRALIGN : SectionField.SH_SIZE),
                (unaligned ? "sh_addralign of " : "sh_size of ") + moved.name(),
                () -> mend.sections().copied(moved.index()));
        if (moved.type() == Elf.SHT_NOBITS) {
            context.enter("memset");
            zero(moved.loadAddr(), moved.size());
        } else {
            context.enter("memcpy");
            elf.raw().copyTo(context.memory(), moved.offset(), moved.loadAddr(), moved.size());
            context.print(Message.SECTION_LOADED, elf.name(), moved.name(), moved.loadAddr());
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
