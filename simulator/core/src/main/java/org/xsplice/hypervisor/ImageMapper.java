// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.bootfile.ImageSection;
import org.xsplice.machine.Memory;
import org.xsplice.machine.Permission;

/**
 * Puts an image into memory as it is once the hypervisor runs: text, read-only data and data at their link addresses with
 * their permissions; what only the boot needs ({@code .init}) is gone.
 */
final class ImageMapper {
    private static final String INIT_START = "__2M_init_start";
    private static final String INIT_END = "__2M_init_end";
    private static final long LARGEST = 64L << 20;

    private final HypervisorImage image;
    private final Memory memory;

    ImageMapper(HypervisorImage image, Memory memory) {
        this.image = image;
        this.memory = memory;
    }

    /**
     * Maps and fills.
     *
     * @throws ImageException if a part is missing or does not fit
     */
    void run() {
        map("_stext", "__2M_text_end", Permission.RX);
        map("__2M_rodata_start", "__2M_rodata_end", Permission.RO);
        map("__2M_rwdata_start", "__2M_rwdata_end", Permission.RW);
        if (hasInit()) {
            map(INIT_START, INIT_END, Permission.RW);
        }
        for (ImageSection section : image.sections()) {
            boolean resident = memory.permissionAt(section.addr()) != null
                    && memory.permissionAt(section.addr() + section.size() - 1) != null;
            byte[] content = image.content(section);
            if (content.length != 0 && resident) {
                memory.poke(section.addr(), content, 0, content.length);
            }
        }
    }

    private boolean hasInit() {
        return image.symbols().plain(INIT_START).isPresent()
                && image.symbols().plain(INIT_END).isPresent();
    }

    /** Takes away what only the boot needs. */
    void dropInit() {
        if (hasInit()) {
            long start = image.symbols().require(INIT_START) & -Memory.PAGE_SIZE;
            memory.unmap(start, (image.symbols().require(INIT_END) + Memory.PAGE_SIZE - 1 & -Memory.PAGE_SIZE) - start);
        }
    }

    private void map(String from, String to, Permission permission) {
        long start = image.symbols().require(from) & -Memory.PAGE_SIZE;
        long end = image.symbols().require(to) + Memory.PAGE_SIZE - 1 & -Memory.PAGE_SIZE;
        boolean sane = Long.compareUnsigned(start, end) < 0 && Long.compareUnsigned(end - start, LARGEST) <= 0;
        if (!sane || !free(start, end) || !memory.map(start, end - start, permission)) {
            throw new ImageException(format(
                    "the image's memory from %s (%016x) to %s (%016x) cannot be laid out", from, start, to, end));
        }
    }

    private boolean free(long start, long end) {
        for (long page = start; page != end; page += Memory.PAGE_SIZE) {
            if (memory.permissionAt(page) != null) {
                return false;
            }
        }
        return true;
    }

    /** Describes the hypervisor's own text, so that bug frames, exception entries and symbols can be found for it. */
    VirtualRegion coreRegion() {
        SymbolTable symbols = image.symbols();
        long text = symbols.require("_stext");
        long rodata = symbols.require("_srodata");
        return new VirtualRegion(
                "",
                text,
                resident("_stext", symbols.require("_etext")),
                rodata,
                resident("_srodata", symbols.require("_erodata")),
                bugFrames(),
                exceptionTable(),
                symbols::covering);
    }

    /** Each kind has a start of its own since 3434518d05; before, it began where the last one ended. */
    private BugFrames bugFrames() {
        List<BugFrames.Table> tables = new ArrayList<>();
        long start = image.symbols().plain("__start_bug_frames").orElse(0L);
        for (int kind = 0; kind < BugFrames.Kind.values().length; kind++) {
            start = image.symbols().plain("__start_bug_frames_" + kind).orElse(start);
            long stop = image.symbols().plain("__stop_bug_frames_" + kind).orElse(start);
            tables.add(new BugFrames.Table(start, resident("bug frames", start, stop) / BugFrames.ENTRY_SIZE));
            start = stop;
        }
        return new BugFrames(tables);
    }

    private ExceptionTable exceptionTable() {
        long start = image.symbols().plain("__start___ex_table").orElse(0L);
        long size = resident(
                "exception table",
                start,
                image.symbols().plain("__stop___ex_table").orElse(start));
        return new ExceptionTable(start, start + size / ExceptionTable.ENTRY_SIZE * ExceptionTable.ENTRY_SIZE);
    }

    private long resident(String symbol, long end) {
        return resident("memory from " + symbol, image.symbols().require(symbol), end);
    }

    /** Returns the size of a part that must be in memory as a whole. */
    private long resident(String part, long start, long end) {
        boolean there = Long.compareUnsigned(start, end) <= 0 && Long.compareUnsigned(end - start, LARGEST) <= 0;
        for (long page = start & -Memory.PAGE_SIZE; there && page < end; page += Memory.PAGE_SIZE) {
            there = memory.permissionAt(page) != null;
        }
        if (!there) {
            throw new ImageException(format("the image's %s (%016x to %016x) is not there", part, start, end));
        }
        return end - start;
    }
}
