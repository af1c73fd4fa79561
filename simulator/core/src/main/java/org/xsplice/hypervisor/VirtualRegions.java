// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xsplice.machine.Memory;
import org.xsplice.machine.Permission;
import org.xsplice.state.HostState;
import org.xsplice.state.Ref;

/** The regions of text that the hypervisor knows. Models xen/common/virtual_region.c. */
public final class VirtualRegions {
    private final Memory memory;
    private final Ref<List<VirtualRegion>> regions;

    VirtualRegions(Memory memory, HostState state) {
        this.memory = memory;
        regions = state.value("regions", List.of());
    }

    /** Models {@code register_virtual_region}. */
    public void register(VirtualRegion region) {
        List<VirtualRegion> more = new ArrayList<>(regions.get());
        more.add(region);
        regions.set(List.copyOf(more));
    }

    /** Models {@code unregister_virtual_region}. */
    public void unregister(VirtualRegion region) {
        List<VirtualRegion> fewer = new ArrayList<>(regions.get());
        fewer.remove(region);
        regions.set(List.copyOf(fewer));
    }

    /** Knows just the hypervisor's own region and these from now on. */
    public void replacePayloads(List<VirtualRegion> payloads) {
        List<VirtualRegion> all = new ArrayList<>(regions.get());
        all.removeIf(region -> !region.owner().isEmpty());
        all.addAll(payloads);
        regions.set(List.copyOf(all));
    }

    /** Models {@code find_text_region}. */
    public Optional<VirtualRegion> find(long address) {
        return regions.get().stream().filter(r -> r.containsText(address)).findFirst();
    }

    /**
     * Makes text writable. Models {@code relax_virtual_region_perms}.
     *
     * @param rodata whether read-only data too
     */
    public void relax(boolean rodata) {
        protect(Permission.RWX, Permission.RW, rodata);
    }

    /**
     * Makes text read-only again. Models {@code tighten_virtual_region_perms}.
     *
     * @param rodata whether read-only data too
     */
    public void tighten(boolean rodata) {
        protect(Permission.RX, Permission.RO, rodata);
    }

    private void protect(Permission forText, Permission forRodata, boolean rodata) {
        for (VirtualRegion region : regions.get()) {
            protect(region.textStart(), region.textSize(), forText);
            if (rodata && region.rodataStart() != 0) {
                protect(region.rodataStart(), region.rodataSize(), forRodata);
            }
        }
    }

    private void protect(long start, long size, Permission permission) {
        long first = start & -Memory.PAGE_SIZE;
        long end = start + size + Memory.PAGE_SIZE - 1 & -Memory.PAGE_SIZE;
        if (size != 0) {
            memory.protect(first, end - first, permission);
        }
    }

    /** Names an address as {@code %pS} does: symbol, offset, size, and the payload it belongs to. */
    public String describe(long address) {
        return named(address, true).orElse(format("%016x", address));
    }

    /** Names an address as {@code %pS} does, where it is text; else with an empty string. */
    public String name(long address) {
        return named(address, true).orElse("");
    }

    /**
     * Names an address, or not at all where it is no text.
     *
     * @param withSize whether always with offset and size ({@code %pS}), or only inside a symbol ({@code %ps})
     */
    Optional<String> named(long address, boolean withSize) {
        Optional<VirtualRegion> region = find(address);
        return region.flatMap(r -> r.symbols().covering(address)).map(symbol -> {
            long offset = address - symbol.address();
            String place = offset == 0 && !withSize ? "" : "+" + hex(offset) + "/" + hex(symbol.size());
            String owner = region.get().owner();
            return symbol.name() + place + (owner.isEmpty() ? "" : " [" + owner + "]");
        });
    }

    private static String hex(long value) {
        return value == 0 ? "0" : "0x" + Long.toHexString(value);
    }
}
