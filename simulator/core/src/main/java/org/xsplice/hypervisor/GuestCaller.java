// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.CpuState;
import org.xsplice.machine.Machine;
import org.xsplice.machine.Memory;
import org.xsplice.machine.Register;
import org.xsplice.machine.Stop;
import org.xsplice.state.Fixed;
import org.xsplice.state.HostState;
import org.xsplice.state.Nums;

/**
 * Calls functions of the guest from outside, by the calling convention of the psABI (section 3.2.3), on stacks of its own.
 * {@link Hypervisor#call} and its relatives lead here.
 *
 * <p>{@link #start} saves the CPU's registers, puts the arguments into registers and on the stack, and lets the function
 * return to the sentinel, the address of a HLT. The call then goes on in portions. Each ends at one of these:
 * <ul>
 * <li>the HLT of the sentinel: the call is over. RAX is its result, and the CPU has its old registers again.
 * <li>the instructions of the portion are spent, or an instruction comes that accesses what is watched: the {@link GuestRun}
 * tells how far the call has come, and goes on with the next portion.
 * <li>the address of a bridged function: the {@link Bridge} does the work in Java, and the guest goes on as after its RET. A
 * bridge may call guest functions itself, below the red zone of the same stack; {@link #depth} counts such calls.
 * <li>anything else is a trap: {@link TrapHandler} handles it as Xen would, or ends the hypervisor.
 * </ul>
 *
 * <p>A call that does not return within as many instructions as {@link BootedImage#endless} says counts as an endless loop, of which the hypervisor dies.
 * Bridges and traps count too, so that a loop through them ends as well.
 */
final class GuestCaller {
    /** What a bridged function or a trap counts in a call, in instructions, so that no loop through them goes on for ever. */
    private static final long COST_IN_CALL = 1000;

    /** What it counts where CPUs take turns. */
    private static final long COST_IN_TURN = 10;

    private static final int RED_ZONE = 128;
    private static final Register[] ARGUMENTS = {
        Register.RDI, Register.RSI, Register.RDX, Register.RCX, Register.R8, Register.R9,
    };
    /** What else a function may change. They are clear, so that code that relies on them does the same whoever calls it. */
    private static final Register[] SCRATCH = {Register.RAX, Register.R10, Register.R11};

    private final Machine machine;
    private final Memory memory;
    private final GuestRunner runner;
    private final CallStacks stacks;
    private final long sentinel;
    private final long scratch;
    private final long endless;

    @Fixed
    private final Map<Long, Crossing> crossings = new TreeMap<>();

    /** How many calls a CPU is in. */
    private final Nums depth;

    @Fixed
    private TrapHandler traps;

    /** A function whose work something else does, while that is active. */
    private record Crossing(Bridge bridge, BooleanSupplier active) {}

    /**
     * @param booted whose functions are called
     */
    GuestCaller(BootedImage booted, GuestRunner runner, HostState state) {
        this.machine = booted.machine();
        this.runner = runner;
        this.memory = machine.memory();
        this.stacks = booted.stacks();
        this.sentinel = booted.sentinel();
        this.scratch = sentinel + Memory.PAGE_SIZE;
        this.endless = booted.endless();
        depth = state.numbers("caller.depth", machine.cpuCount(), 0);
    }

    /** Sets what handles traps of guest code. */
    void setTraps(TrapHandler handler) {
        traps = handler;
    }

    /**
     * Lets something else do the work of the function at an address.
     *
     * @param active whether it does so at the moment
     */
    void bridge(long address, Bridge bridge, BooleanSupplier active) {
        crossings.put(address, new Crossing(bridge, active));
        for (int i = 0; i < machine.cpuCount(); i++) {
            machine.cpu(i).addBreakpoint(Execution.HOST, address);
        }
    }

    /**
     * Calls a function; the CPU's registers are as before afterwards.
     *
     * @param arguments integers or pointers; from the seventh on they go to the stack
     * @return RAX
     * @throws HypervisorDiedException if it does not return
     */
    long call(int id, long address, long... arguments) {
        GuestRun run = portion(start(id, address, arguments), endless, COST_IN_CALL, false);
        if (!run.over()) {
            throw new HypervisorDiedException(traps.endless(machine.cpu(id)));
        }
        return run.result();
    }

    /** Begins a call that is executed in portions. */
    GuestRun start(int id, long address, long... arguments) {
        Cpu cpu = machine.cpu(id);
        CpuState saved = cpu.save();
        cpu.set(Register.RSP, prepareStack(id, saved, arguments));
        for (Register register : SCRATCH) {
            cpu.set(register, 0);
        }
        for (int i = 0; i < ARGUMENTS.length; i++) {
            cpu.set(ARGUMENTS[i], i < arguments.length ? arguments[i] : 0);
        }
        depth.set(id, depth.get(id) + 1);
        return new GuestRun(id, saved, address, false, 0, false, 0);
    }

    GuestRun step(GuestRun run, long maxInstructions) {
        return portion(run, maxInstructions, COST_IN_TURN, false);
    }

    GuestRun stepToWatched(GuestRun run, long maxInstructions) {
        GuestRun next = run;
        if (run.poised()) {
            next = portion(run, 1, COST_IN_TURN, false);
            if (next.over()) {
                return next;
            }
        }
        return portion(next, maxInstructions, COST_IN_TURN, true);
    }

    /** Goes on until the function returns, the instructions are spent, or what is watched comes next. */
    private GuestRun portion(GuestRun run, long maxInstructions, long crossingCost, boolean toWatched) {
        Cpu cpu = machine.cpu(run.cpu());
        long rip = run.rip();
        long spent = run.spent() + maxInstructions;
        for (long left = maxInstructions; left > 0; left -= crossingCost) {
            Stop stop = toWatched ? runner.runToWatched(cpu, rip, left) : runner.run(cpu, rip, left);
            rip = cpu.get(Register.RIP);
            boolean poised = stop instanceof Stop.Watched;
            if (poised || stop instanceof Stop.BudgetSpent) {
                return run.at(rip, poised, spent);
            }
            if (stop instanceof Stop.Halted && rip == sentinel + 1) {
                return end(run, cpu, spent);
            }
            spent += COST_IN_CALL;
            rip = goOn(cpu, stop, rip);
        }
        return run.at(rip, false, spent);
    }

    private GuestRun end(GuestRun run, Cpu cpu, long spent) {
        depth.set(run.cpu(), depth.get(run.cpu()) - 1);
        long result = cpu.get(Register.RAX);
        cpu.restore(run.saved());
        return run.returned(result, spent);
    }

    /** Handles what stopped guest code; returns where it goes on. */
    private long goOn(Cpu cpu, Stop stop, long rip) {
        Crossing crossing = stop instanceof Stop.Breakpoint ? crossings.get(rip) : null;
        if (crossing == null) {
            return traps.handle(cpu, stop);
        }
        if (!crossing.active().getAsBoolean()) {
            cpu.passBreakpointOnce();
            return rip;
        }
        return cross(cpu, crossing.bridge());
    }

    /**
     * Calls a function of {@code printk}'s kind with one line of text.
     *
     * @throws HypervisorDiedException if it does not return
     */
    void printk(int id, long printk, String text) {
        byte[] line = (text.replace("%", "%%") + "\0").getBytes(StandardCharsets.ISO_8859_1);
        int length = Math.min(line.length, Memory.PAGE_SIZE - 1);
        memory.write(scratch, line, 0, length);
        memory.writeByte(scratch + length, 0);
        call(id, printk, scratch);
    }

    private long prepareStack(int id, CpuState saved, long[] arguments) {
        long top = depth.get(id) == 0 ? stacks.top(id) : saved.get(Register.RSP) - RED_ZONE;
        int onStack = Math.max(0, arguments.length - ARGUMENTS.length);
        long stack = (top - (long) onStack * Long.BYTES & -16L) - Long.BYTES;
        memory.writeLong(stack, sentinel);
        for (int i = 0; i < onStack; i++) {
            memory.writeLong(stack + Long.BYTES * (i + 1L), arguments[ARGUMENTS.length + i]);
        }
        return stack;
    }

    /** Lets the bridge do the work and returns to the caller, as {@code ret} would. */
    private long cross(Cpu cpu, Bridge bridge) {
        long result = bridge.call(cpu);
        long stack = cpu.get(Register.RSP);
        long caller = memory.readLong(stack);
        cpu.set(Register.RSP, stack + Long.BYTES);
        cpu.set(Register.RAX, result);
        return caller;
    }

    /** Returns one of the first six arguments of a bridged function. */
    static long argument(Cpu cpu, int index) {
        return cpu.get(ARGUMENTS[index]);
    }

    /** Returns whether an address is on the stack of a call from outside. */
    boolean isStack(long address) {
        return stacks.contains(address);
    }
}
