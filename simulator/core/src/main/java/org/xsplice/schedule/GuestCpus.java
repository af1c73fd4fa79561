// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.DataAccess;
import org.xsplice.machine.Memory;
import org.xsplice.machine.Register;
import org.xsplice.machine.Stop;

/**
 * The guest's side of scheduling: its idle loop, its tasklets, its per-CPU flags and the mailboxes through which virtual
 * CPUs make hypercalls.
 *
 * <p>An image that has no {@code cpu_entry} of our embedded guest has not been booted: its CPUs are taken to sleep in the
 * idle loop, and to come to the point where live-patch work is checked as soon as they are woken.
 */
public final class GuestCpus {
    private static final long BOOT_BUDGET = 1_000_000;
    private static final int MAILBOX_SIZE = 48;
    private static final int MAILBOX_NR = 4;
    private static final int MAILBOX_ARGS = 8;
    private static final int MAILBOX_RESULT = 40;
    /** {@code VCPU_WAITS}: the result of a hypercall whose virtual CPU is blocked. */
    private static final long WAITS = Long.MIN_VALUE;
    /** {@code __HYPERVISOR_finish_wait}: what such a virtual CPU goes on with. */
    private static final int FINISH_WAIT = 55;

    private final Hypervisor hypervisor;
    private final Memory memory;
    private final boolean booted;
    private final long rendezvous;
    private final long workToDo;
    private final long schedule;
    private final long mailboxes;
    private final long nmiHandler;

    GuestCpus(Hypervisor hypervisor) {
        this.hypervisor = hypervisor;
        memory = hypervisor.memory();
        booted = hypervisor.symbols().find("cpu_entry").isPresent();
        rendezvous = booted ? hypervisor.symbols().require("livepatch_rendezvous") : 0;
        workToDo = booted ? hypervisor.symbols().require("work_to_do") : 0;
        schedule = booted ? hypervisor.symbols().require("livepatch_schedule") : 0;
        mailboxes = booted ? hypervisor.symbols().require("vcpu_mailbox") : 0;
        nmiHandler = hypervisor.symbols().plain("do_nmi").orElse(0L);
    }

    /** Runs every CPU into its idle loop. */
    void boot() {
        if (!booted) {
            return;
        }
        for (int id = 0; id < hypervisor.machine().cpuCount(); id++) {
            Cpu cpu = hypervisor.machine().cpu(id);
            cpu.set(Register.RDI, id);
            Stop stop = hypervisor.run(cpu, hypervisor.symbols().require("cpu_entry"), BOOT_BUDGET);
            if (!(stop instanceof Stop.Halted)) {
                throw new org.xsplice.hypervisor.HypervisorDiedException(hypervisor.deathOf(cpu, stop));
            }
            hypervisor.addBreakpoint(cpu, rendezvous);
        }
    }

    /** Returns whether the CPUs execute an idle loop. */
    public boolean booted() {
        return booted;
    }

    /** Returns whether a CPU is about to execute the first instruction of the point where work is checked. */
    boolean standsAtRendezvous(Cpu cpu) {
        return booted && cpu.get(Register.RIP) == rendezvous;
    }

    /** Lets a CPU's tasklet set its flag: the way of 4.13 and newer. */
    void scheduleTasklet(int fromCpu, int cpu) {
        if (booted) {
            hypervisor.call(fromCpu, schedule, cpu);
        }
    }

    /** Sets a CPU's flag from outside: the way of 2016. */
    void setWorkToDo(int cpu) {
        if (booted) {
            memory.writeByte(workToDo + cpu, 1);
        }
    }

    void clearWorkToDo(int cpu) {
        if (booted) {
            memory.writeByte(workToDo + cpu, 0);
        }
    }

    /** Returns the access made by writing a CPU's flag. */
    public DataAccess flagOf(int cpu) {
        return new DataAccess(workToDo + cpu, 1, true);
    }

    /** Returns whether the guest has a handler of NMIs. */
    public boolean handlesNmis() {
        return booted && nmiHandler != 0;
    }

    /** Lets a CPU run the guest's handler of NMIs, between two of its instructions. */
    void handleNmi(int cpu) {
        hypervisor.call(cpu, nmiHandler);
    }

    /** Returns the access made by using a CPU's mailbox. */
    public DataAccess mailboxOf(int cpu) {
        return new DataAccess(mailboxes + (long) cpu * MAILBOX_SIZE, MAILBOX_SIZE, true);
    }

    /**
     * Puts a hypercall into a CPU's mailbox.
     *
     * @return false where the last one is not done, or the image has no mailboxes
     */
    boolean postHypercall(int cpu, int number, long... arguments) {
        if (!booted || hypercallPending(cpu)) {
            return false;
        }
        post(cpu, number, arguments);
        return true;
    }

    private void post(int cpu, int number, long... arguments) {
        memory.writeInt(mailbox(cpu) + MAILBOX_NR, number);
        for (int i = 0; i < arguments.length; i++) {
            memory.writeLong(mailbox(cpu) + MAILBOX_ARGS + 8L * i, arguments[i]);
        }
        memory.writeInt(mailbox(cpu), 1);
    }

    private long mailbox(int cpu) {
        return mailboxes + (long) cpu * MAILBOX_SIZE;
    }

    /** Lets a virtual CPU that is blocked in its hypercall go on; returns false where it is not. */
    boolean wakeVirtualCpu(int cpu) {
        boolean blocked = booted && memory.readInt(mailbox(cpu)) == 0 && hypercallResult(cpu) == WAITS;
        if (blocked) {
            post(cpu, FINISH_WAIT);
        }
        return blocked;
    }

    /** Returns whether a CPU's hypercall is still to be done, or its virtual CPU is blocked in it. */
    boolean hypercallPending(int cpu) {
        return booted && (memory.readInt(mailbox(cpu)) != 0 || hypercallResult(cpu) == WAITS);
    }

    /** Returns what a CPU's last hypercall returned. */
    long hypercallResult(int cpu) {
        return memory.readLong(mailbox(cpu) + MAILBOX_RESULT);
    }
}
