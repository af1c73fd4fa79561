// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.xsplice.machine.Memory;

/**
 * Tables that tell what a UD2 means. Models {@code struct bug_frame} and the search in do_invalid_op
 * (xen/arch/x86/include/asm/bug.h, xen/arch/x86/traps.c).
 *
 * @param tables one for each kind, in the order of {@link Kind}; missing ones are empty
 */
public record BugFrames(List<Table> tables) {
    /** Size of an entry, in bytes. */
    public static final int ENTRY_SIZE = 8;

    private static final int DISP_WIDTH = 24;
    private static final int LINE_BITS = 7;
    private static final int LINE_MASK = (1 << LINE_BITS) - 1;

    /** {@code BUGFRAME_}. */
    public enum Kind {
        RUN_FN,
        WARN,
        BUG,
        ASSERT
    }

    /**
     * An array of entries.
     *
     * @param address of the first
     */
    public record Table(long address, long count) {}

    /**
     * What a UD2 means.
     *
     * @param pointer address of the file name, or of the function to run
     */
    public record Frame(Kind kind, long pointer, int line, long entry) {}

    /** No UD2 of the region is known. */
    public static BugFrames none() {
        return new BugFrames(List.of());
    }

    /** Finds the entry for the UD2 at an address. */
    Optional<Frame> find(Memory memory, long address) {
        for (int kind = 0; kind < tables.size(); kind++) {
            Table table = tables.get(kind);
            for (long i = 0; i < table.count(); i++) {
                long entry = table.address() + i * ENTRY_SIZE;
                int location = memory.readInt(entry);
                if (entry + displacement(location) == address) {
                    int pointer = memory.readInt(entry + 4);
                    return Optional.of(new Frame(
                            Kind.values()[kind], entry + displacement(pointer), line(location, pointer), entry));
                }
            }
        }
        return Optional.empty();
    }

    /** Finds the BUG of a function with this many others before it in the source. */
    Optional<Frame> nth(Memory memory, Symbol function, int ordinal) {
        List<Frame> frames = new ArrayList<>();
        Table table = tables.size() > Kind.BUG.ordinal() ? tables.get(Kind.BUG.ordinal()) : new Table(0, 0);
        for (long i = 0; i < table.count(); i++) {
            long entry = table.address() + i * ENTRY_SIZE;
            int location = memory.readInt(entry);
            if (Long.compareUnsigned(entry + displacement(location) - function.address(), function.size()) < 0) {
                int pointer = memory.readInt(entry + 4);
                frames.add(new Frame(Kind.BUG, entry + displacement(pointer), line(location, pointer), entry));
            }
        }
        frames.sort(Comparator.comparingInt(Frame::line));
        return ordinal < frames.size() ? Optional.of(frames.get(ordinal)) : Optional.empty();
    }

    private static int displacement(int word) {
        return word << Integer.SIZE - DISP_WIDTH >> Integer.SIZE - DISP_WIDTH;
    }

    /** The line number stands in the high bits of both words, from which a negative displacement has borrowed. */
    private static int line(int location, int pointer) {
        return (lineBits(location) << LINE_BITS) + lineBits(pointer);
    }

    private static int lineBits(int word) {
        int bits = word >>> DISP_WIDTH & LINE_MASK;
        return bits + (displacement(word) < 0 ? 1 : 0) & LINE_MASK;
    }
}
