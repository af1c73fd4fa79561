// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.xen;

import java.util.List;
import java.util.function.LongSupplier;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.Vmalloc;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.Memory;
import org.xsplice.machine.Permission;
import org.xsplice.machine.Register;

/**
 * What stands in for functions of the hypervisor that need hardware or the rest of a running system: allocation, time,
 * page tables, other CPUs. Everything else runs as compiled.
 */
final class Stubs {
    /** Before 8676092a0f, what patches clears {@code CR0.WP} instead. */
    private static final String LATER = "modify_xen_mappings_lite";

    private static final long PAGE_PRESENT = 0x001;
    private static final long PAGE_RW = 0x002;
    /** {@code _PAGE_NX} where flags of a page are folded into 32 bits. */
    private static final long PAGE_NX_FOLDED = 0x800000;

    private final Hypervisor hypervisor;
    private final Memory memory;
    private final XenHeap heap;
    private final Vmalloc vmallocDefault;
    private final XenCpus cpus;

    private record Stub(String symbol, Body body) {}

    private interface Body {
        long call(Cpu cpu, long first, long second, long third);
    }

    Stubs(Hypervisor hypervisor, XenCpus cpus) {
        this.hypervisor = hypervisor;
        this.memory = hypervisor.memory();
        this.cpus = cpus;
        heap = new XenHeap(memory, hypervisor.state());
        vmallocDefault = Vmalloc.inDefaultRegion(memory, hypervisor.profile().vmapPages(), hypervisor.state());
    }

    /** The whole table. */
    private List<Stub> table() {
        return List.of(
                new Stub("_xmalloc", (cpu, size, align, none) -> allocated(() -> heap.allocate(size, false))),
                new Stub("_xzalloc", (cpu, size, align, none) -> allocated(() -> heap.allocate(size, true))),
                new Stub("xfree", (cpu, address, none, nothing) -> freeHeap(address)),
                new Stub("vmalloc", (cpu, size, none, nothing) -> allocated(() -> vmallocDefault.allocate(size))),
                new Stub(
                        "vmalloc_xen",
                        (cpu, size, none, nothing) ->
                                allocated(() -> hypervisor.vmalloc().allocate(size))),
                new Stub("vfree", (cpu, address, none, nothing) -> vfree(address)),
                new Stub("modify_xen_mappings", (cpu, start, end, flags) -> protect(start, end, flags)),
                new Stub(LATER, (cpu, start, end, flags) -> protect(start, end, flags)),
                new Stub("flush_area_local", (cpu, address, flags, none) -> 0),
                new Stub("rcu_barrier", (cpu, none, nothing, nil) -> 0),
                new Stub("process_pending_softirqs", (cpu, none, nothing, nil) -> 0),
                new Stub("get_s_time", (cpu, none, nothing, nil) -> cpus.lookAtClock(cpu.id())),
                new Stub("tasklet_schedule_on_cpu", (cpu, tasklet, target, none) -> cpus.schedule((int) target)));
    }

    /**
     * Puts the stubs in place.
     *
     * @throws UnknownBuildException if the image lacks one of the functions that all releases have, or if this engine cannot
     *     patch it
     */
    void install() {
        BuildSymbols symbols = new BuildSymbols(hypervisor.image());
        boolean changesPages = hypervisor.symbols().plain(LATER).isPresent();
        if (!changesPages && !hypervisor.machine().obeysWriteProtect()) {
            throw new UnknownBuildException("it clears CR0.WP to patch, and this Unicorn does not obey that; 2.1 does");
        }
        for (Stub stub : table()) {
            if (stub.symbol().equals(LATER) && !changesPages) {
                continue;
            }
            hypervisor.bridge(
                    symbols.require(stub.symbol()),
                    cpu -> stub.body().call(cpu, cpu.get(Register.RDI), cpu.get(Register.RSI), cpu.get(Register.RDX)));
        }
    }

    /** Returns NULL where somebody wants this request to fail. */
    private long allocated(LongSupplier request) {
        return hypervisor.allocations().fails() ? 0 : request.getAsLong();
    }

    private long freeHeap(long address) {
        heap.free(address);
        return 0;
    }

    private long vfree(long address) {
        if (vmallocDefault.owns(address)) {
            vmallocDefault.free(address);
        } else if (hypervisor.vmalloc().owns(address)) {
            hypervisor.vmalloc().free(address);
        }
        return 0;
    }

    private long protect(long start, long end, long flags) {
        boolean present = (flags & PAGE_PRESENT) != 0;
        boolean write = (flags & PAGE_RW) != 0;
        boolean execute = (flags & PAGE_NX_FOLDED) == 0;
        long first = start & -Memory.PAGE_SIZE;
        long last = end + Memory.PAGE_SIZE - 1 & -Memory.PAGE_SIZE;
        if (last != first) {
            memory.protect(first, last - first, Permission.of(present, write, execute));
        }
        return 0;
    }
}
