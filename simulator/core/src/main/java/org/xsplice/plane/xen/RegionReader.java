// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.xen;

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
 * frames, exception tables and symbols.
 */
final class RegionReader {
    private static final int SYMBOL_SIZE = 24;

    private static final int REGIONS_MAX = 4096;

    private final Hypervisor hypervisor;
    private final Memory memory;
    private final long list;
    private final long core;
    private final RegionOffsets regionOffsets;
    private final PayloadOffsets offsets;

    /**
     * @throws UnknownBuildException if it cannot be found out what regions look like
     */
    RegionReader(Hypervisor hypervisor) {
        this.hypervisor = hypervisor;
        this.memory = hypervisor.memory();
        BuildSymbols symbols = new BuildSymbols(hypervisor.image());
        core = symbols.require("core");
        list = symbols.require("virtual_region_list");
        regionOffsets = RegionOffsets.of(symbols, memory, core);
        offsets = PayloadOffsets.of(hypervisor.image());
    }

    /**
     * Puts the hypervisor's own region on the list, alone, as the boot leaves it: the hypervisor's text is made writable
     * through it. The list that newer releases are linked with has the region of what only the boot needs too.
     */
    void begin() {
        link(list, core);
        link(core, list);
    }

    private void link(long first, long second) {
        memory.writeLong(first, second);
        memory.writeLong(second + Long.BYTES, first);
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
        long text = memory.readLong(region + RegionOffsets.TEXT_START);
        int rodataAt = regionOffsets.rodata();
        long rodata = rodataAt < 0 ? 0 : memory.readLong(region + rodataAt);
        long rodataEnd = rodataAt < 0 ? 0 : memory.readLong(region + rodataAt + Long.BYTES);
        List<BugFrames.Table> frames = new ArrayList<>();
        for (int kind = 0; kind < BugFrames.Kind.values().length; kind++) {
            frames.add(regionOffsets.frames(memory, region, kind));
        }
        return new VirtualRegion(
                hypervisor.readString(payload + offsets.name()),
                text,
                memory.readLong(region + RegionOffsets.TEXT_END) - text,
                rodata,
                rodataEnd - rodata,
                new BugFrames(frames),
                new ExceptionTable(
                        memory.readLong(region + regionOffsets.exceptions()),
                        memory.readLong(region + regionOffsets.exceptions() + Long.BYTES)),
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
