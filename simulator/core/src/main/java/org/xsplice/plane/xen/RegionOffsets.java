// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.xen;

import static org.xsplice.text.Formats.format;

import org.xsplice.hypervisor.BugFrames;
import org.xsplice.machine.Memory;

/**
 * Where a build's {@code struct virtual_region} (xen/include/xen/virtual_region.h) has its members, in bytes. It begins
 * with its links and with where its text is. Read-only data came later (8676092a0f), before the function that looks symbols
 * up; the image's own region shows it. Bug frames were counted, and have an end since 3434518d05; the image's symbols show that.
 *
 * @param rodata start and end of read-only data; -1 where there is none
 * @param frames start, and end or number, of the bug frames of each kind
 * @param framesHaveEnd whether the second of the two is the end
 * @param exceptions start and end of the exception table
 */
record RegionOffsets(int rodata, int frames, boolean framesHaveEnd, int exceptions) {
    static final int TEXT_START = 16;
    static final int TEXT_END = 24;
    private static final int TEXT_BEHIND = 32;
    private static final int PAIR = 2 * Long.BYTES;

    /**
     * Reads the region of the image's own text.
     *
     * @throws UnknownBuildException if it does not tell where that text is
     */
    static RegionOffsets of(BuildSymbols symbols, Memory memory, long core) {
        long start = symbols.require("_stext");
        long end = symbols.require("_etext");
        if (memory.readLong(core + TEXT_START) != start || memory.readLong(core + TEXT_END) != end) {
            throw new UnknownBuildException(format(
                    "the virtual_region of its text, %016x to %016x, does not say so at %d", start, end, TEXT_START));
        }
        boolean rodata = memory.readLong(core + TEXT_BEHIND) == symbols.require("_srodata");
        int frames = TEXT_BEHIND + (rodata ? PAIR : 0) + Long.BYTES;
        return new RegionOffsets(
                rodata ? TEXT_BEHIND : -1,
                frames,
                symbols.image().symbols().plain("__start_bug_frames_0").isPresent(),
                frames + PAIR * BugFrames.Kind.values().length);
    }

    /** Returns the table of bug frames of a kind that a region has. */
    BugFrames.Table frames(Memory memory, long region, int kind) {
        long start = memory.readLong(region + frames + (long) PAIR * kind);
        long second = memory.readLong(region + frames + (long) PAIR * kind + Long.BYTES);
        return new BugFrames.Table(start, framesHaveEnd ? (second - start) / BugFrames.ENTRY_SIZE : second);
    }
}
