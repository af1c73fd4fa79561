// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.xen;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xsplice.hypervisor.BugFrames;
import org.xsplice.hypervisor.ExceptionTable;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.Symbol;
import org.xsplice.hypervisor.VirtualRegion;
import org.xsplice.machine.Memory;

/**
 * Reads the guest's own list of text regions ({@code virtual_region_list}), so that traps in payloads find their bug
 * frames, exception tables and symbols. The offsets in {@code struct virtual_region} are those of 4.17; they are verified
 * with the hypervisor's own region.
 */
final class RegionReader {
    private static final int TEXT_START = 16;
    private static final int TEXT_END = 24;
    private static final int RODATA_START = 32;
    private static final int RODATA_END = 40;
    private static final int FRAMES = 56;
    private static final int EX = 120;
    private static final int EX_END = 128;

    private static final int SYMBOL_SIZE = 24;

    private static final int REGIONS_MAX = 4096;

    private final Hypervisor hypervisor;
    private final Memory memory;
    private final long list;
    private final long core;
    private final PayloadOffsets offsets;

    RegionReader(Hypervisor hypervisor, long core) {
        this.hypervisor = hypervisor;
        this.memory = hypervisor.memory();
        this.core = core;
        offsets = PayloadOffsets.of(hypervisor.image());
        list = new BuildSymbols(hypervisor.image()).require("virtual_region_list");
    }

    /**
     * Makes sure that the hypervisor's own region, which is on the list, tells where its text is.
     *
     * @throws UnknownBuildException if it does not
     */
    void verify() {
        long start = hypervisor.symbols().require("_stext");
        long end = hypervisor.symbols().require("_etext");
        boolean good = memory.readLong(list) == core
                && memory.readLong(core + TEXT_START) == start
                && memory.readLong(core + TEXT_END) == end;
        if (!good) {
            throw new UnknownBuildException("its virtual_region_list does not begin with a region of its text, "
                    + format("%016x to %016x, where struct virtual_region of 4.17 has that", start, end));
        }
    }

    /** Returns the regions of payloads, in the order of the list. */
    List<VirtualRegion> payloads() {
        List<VirtualRegion> regions = new ArrayList<>();
        long at = memory.readLong(list);
        for (int i = 0; at != list && i < REGIONS_MAX; i++) {
            if (at != core) {
                regions.add(read(at));
            }
            at = memory.readLong(at);
        }
        return regions;
    }

    private VirtualRegion read(long region) {
        long payload = region - offsets.region();
        long text = memory.readLong(region + TEXT_START);
        long rodata = memory.readLong(region + RODATA_START);
        List<BugFrames.Table> frames = new ArrayList<>();
        for (int kind = 0; kind < BugFrames.Kind.values().length; kind++) {
            long frame = region + FRAMES + 16L * kind;
            frames.add(new BugFrames.Table(memory.readLong(frame), memory.readLong(frame + 8)));
        }
        return new VirtualRegion(
                hypervisor.readString(payload + offsets.name()),
                text,
                memory.readLong(region + TEXT_END) - text,
                rodata,
                memory.readLong(region + RODATA_END) - rodata,
                new BugFrames(frames),
                new ExceptionTable(memory.readLong(region + EX), memory.readLong(region + EX_END)),
                address -> symbol(payload, address));
    }

    private Optional<Symbol> symbol(long payload, long address) {
        long table = memory.readLong(payload + offsets.symtab());
        Symbol best = null;
        for (int i = 0; i < memory.readInt(payload + offsets.nsyms()); i++) {
            long entry = table + (long) i * SYMBOL_SIZE;
            long value = memory.readLong(entry + 8);
            boolean below = Long.compareUnsigned(value, address) <= 0;
            if (below && (best == null || Long.compareUnsigned(value, best.address()) > 0)) {
                best = new Symbol(
                        hypervisor.readString(memory.readLong(entry)),
                        value,
                        Integer.toUnsignedLong(memory.readInt(entry + 16)));
            }
        }
        return Optional.ofNullable(best);
    }
}
