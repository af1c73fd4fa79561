// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import static org.xsplice.text.Formats.format;

import org.xsplice.machine.Memory;
import org.xsplice.machine.Permission;
import org.xsplice.profile.CpuModel;
import org.xsplice.profile.Profile;

/**
 * What code of a running Xen takes for granted: a stack that tells the CPU's number, a current vCPU with a domain,
 * per-CPU data, the first 16 MiB of the direct map, memory of a guest, and the variables that the boot sets. A guest that boots itself has its own and merely does not use these.
 */
final class RunningState {
    /** Memory below the hypervisor's addresses, as a guest's own is. */
    static final long GUEST_PAGE = 0x7f0000000000L;

    /** How much of it there is. */
    static final long GUEST_SIZE = 8L << 20;

    /** Where Xen sees all RAM, and how much of it is there. */
    private static final long DIRECTMAP_VIRT_START = 0xffff830000000000L;

    private static final long DIRECTMAP_SIZE = 16L << 20;
    private static final int DOMID_IDLE = 0x7fff;
    /** {@code struct vcpu} has the pointer to its {@code vcpu_info} just before that to its domain. */
    private static final int VCPU_INFO_BEFORE_DOMAIN = 8;

    private static final int VCPU_PAGES = 4;
    private static final long STACKS = 0x1000000;
    private static final long PER_CPU = 0x2000000;
    private static final long PER_CPU_MAX = 1L << 20;

    private final CallStacks stacks;
    private final long free;

    /**
     * Builds it.
     *
     * @param area where nothing is yet
     */
    RunningState(HypervisorImage image, Memory memory, Profile profile, GuestLayout layout, long area, int cpus) {
        SymbolTable symbols = image.symbols();
        memory.map(GUEST_PAGE, GUEST_SIZE, Permission.RW);
        memory.map(DIRECTMAP_VIRT_START, DIRECTMAP_SIZE, Permission.RW);
        long vcpu = area;
        long domain = area + (long) VCPU_PAGES * Memory.PAGE_SIZE;
        long unit = domain + Memory.PAGE_SIZE;
        memory.map(vcpu, 2L * VCPU_PAGES * Memory.PAGE_SIZE, Permission.RW);
        memory.writeLong(vcpu + layout.vcpuDomain(), domain);
        memory.writeLong(vcpu + layout.vcpuDomain() - VCPU_INFO_BEFORE_DOMAIN, unit + Memory.PAGE_SIZE);
        memory.writeLong(vcpu + layout.vcpuSchedUnit(), unit);
        memory.writeLong(unit, domain);
        memory.writeInt(domain, DOMID_IDLE);
        long[] perCpu = perCpu(symbols, memory, area, cpus);
        stacks = new CallStacks(memory, layout, area + STACKS, cpus, vcpu, perCpu);
        free = domain + (long) VCPU_PAGES * Memory.PAGE_SIZE;
        globals(image, memory, profile, layout, cpus);
    }

    /** Sets what the boot would have found out. */
    private static void globals(HypervisorImage image, Memory memory, Profile profile, GuestLayout layout, int cpus) {
        SymbolTable symbols = image.symbols();
        symbols.plain("system_state").ifPresent(at -> poke(memory, at, layout.systemActive(), Integer.BYTES));
        symbols.plain("nr_cpu_ids").ifPresent(at -> poke(memory, at, cpus, Integer.BYTES));
        symbols.plain("cpu_online_map")
                .ifPresent(at -> poke(memory, at, cpus == Long.SIZE ? -1 : (1L << cpus) - 1, Long.BYTES));
        symbols.plain("boot_cpu_data")
                .ifPresent(at -> profile.cpu().features().forEach(feature -> {
                    long word = at + layout.capability() + (long) feature / Integer.SIZE * Integer.BYTES;
                    poke(memory, word, memory.readInt(word) | 1 << feature % Integer.SIZE, Integer.BYTES);
                }));
        if (profile.cpu().nops() == CpuModel.Nops.P6) {
            symbols.plain("toolchain_nops_are_ideal").ifPresent(at -> poke(memory, at, 1, Byte.BYTES));
        }
        String id = symbols.plain("build_id_p").isPresent() ? "build_id_p" : "xen_build_id";
        String length = id.equals("build_id_p") ? "build_id_len" : "xen_build_id_len";
        if (symbols.plain(id).isPresent() && symbols.plain(length).isPresent()) {
            poke(memory, symbols.require(id), image.buildIdAddress(), Long.BYTES);
            poke(memory, symbols.require(length), image.buildId().length(), Integer.BYTES);
        }
    }

    /** Sets a variable, which may be read-only by now ({@code __ro_after_init}). */
    private static void poke(Memory memory, long address, long value, int size) {
        byte[] little = new byte[size];
        for (int i = 0; i < size; i++) {
            little[i] = (byte) (value >>> Byte.SIZE * i);
        }
        memory.poke(address, little, 0, size);
    }

    /** CPU 0 uses the image's own copy of the per-CPU data; the others get one each. Models init_percpu_areas. */
    private static long[] perCpu(SymbolTable symbols, Memory memory, long area, int cpus) {
        long[] offsets = new long[cpus];
        if (symbols.plain("__per_cpu_start").isEmpty()
                || symbols.plain("__per_cpu_data_end").isEmpty()) {
            return offsets;
        }
        long start = symbols.require("__per_cpu_start");
        long size = symbols.require("__per_cpu_data_end") - start + Memory.PAGE_SIZE - 1 & -Memory.PAGE_SIZE;
        for (int cpu = 1; cpu < cpus; cpu++) {
            long copy = area + PER_CPU + cpu * size;
            if (size <= 0 || size > PER_CPU_MAX || !memory.map(copy, size, Permission.RW)) {
                throw new ImageException(format("the image's per-CPU data (%d bytes) cannot be laid out", size));
            }
            offsets[cpu] = copy - start;
        }
        symbols.plain("__per_cpu_offset").ifPresent(table -> {
            for (int cpu = 0; cpu < cpus; cpu++) {
                poke(memory, table + (long) Long.BYTES * cpu, offsets[cpu], Long.BYTES);
            }
        });
        return offsets;
    }

    CallStacks stacks() {
        return stacks;
    }

    /** Returns the address of two more pages where nothing is. */
    long free() {
        return free;
    }
}
