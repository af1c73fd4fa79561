// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import org.xsplice.machine.Memory;
import org.xsplice.machine.Permission;

/**
 * Stacks for calls from outside, one a CPU, laid out as Xen's own: 32 KiB, aligned, with a {@code struct cpu_info} in the
 * last bytes, which code finds from its stack pointer (xen/arch/x86/include/asm/current.h). Below each is a page that is
 * not there.
 */
final class CallStacks {
    private static final long STACK_SIZE = GuestLayout.STACK_SIZE;
    private static final long STRIDE = 2 * STACK_SIZE;
    /** Where the guest's registers begin: the first call is made from here. */
    private static final long GUEST_CPU_USER_REGS = 0x7ef8;

    private final long base;
    private final int cpus;

    /**
     * Maps the stacks.
     *
     * @param base aligned to twice the size of a stack
     * @param current a {@code struct vcpu} for code that asks for the current one
     */
    CallStacks(Memory memory, GuestLayout layout, long base, int cpus, long current, long[] perCpuOffsets) {
        this.base = base;
        this.cpus = cpus;
        for (int cpu = 0; cpu < cpus; cpu++) {
            long bottom = bottom(cpu);
            memory.map(bottom, STACK_SIZE, Permission.RW);
            memory.writeInt(bottom + layout.processorId(), cpu);
            memory.writeLong(bottom + layout.currentVcpu(), current);
            memory.writeLong(bottom + layout.perCpuOffset(), perCpuOffsets[cpu]);
        }
    }

    private long bottom(int cpu) {
        return base + cpu * STRIDE + STACK_SIZE;
    }

    /** Returns where a call's stack begins. */
    long top(int cpu) {
        return bottom(cpu) + GUEST_CPU_USER_REGS;
    }

    /** Returns whether an address is on one of them. */
    boolean contains(long address) {
        long offset = address - base;
        return offset >= 0 && offset < cpus * STRIDE;
    }

    /** Returns whether an address lies just below a stack: it has overflowed. */
    boolean isBelow(long address) {
        long offset = address - base;
        return offset >= 0 && offset < cpus * STRIDE && offset % STRIDE < STACK_SIZE;
    }
}
