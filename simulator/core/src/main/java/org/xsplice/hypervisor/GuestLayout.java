// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

/**
 * Where the structures that code of a running Xen takes for granted have what it asks for; builds differ.
 *
 * @param processorId offset of the CPU's number from the start of its stack, in bytes
 * @param currentVcpu offset of the pointer to the current vCPU from the start of the stack
 * @param perCpuOffset offset of what is added to the address of a per-CPU variable, from the start of the stack
 * @param vcpuDomain offset of the domain in {@code struct vcpu}
 * @param vcpuSchedUnit offset of the scheduling unit in {@code struct vcpu}; its first member is the domain
 * @param systemActive value of {@code system_state} once the boot is over
 * @param capability offset of {@code x86_capability} in {@code struct cpuinfo_x86}
 */
public record GuestLayout(
        int processorId,
        int currentVcpu,
        int perCpuOffset,
        int vcpuDomain,
        int vcpuSchedUnit,
        int systemActive,
        int capability) {
    /** Size of a stack, in bytes: {@code STACK_SIZE}. */
    public static final int STACK_SIZE = 0x8000;

    /** As Debian's builds of 4.17 have it. */
    public static final GuestLayout XEN_4_17 = new GuestLayout(0x7fc0, 0x7fc8, 0x7fd0, 0x10, 0xc8, 3, 12);
}
