// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.xsplice.machine.Checkpoint;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.CpuState;
import org.xsplice.machine.Machine;
import org.xsplice.machine.Memory;
import org.xsplice.machine.Register;
import org.xsplice.machine.Stop;

/** Calls functions of the guest from outside (psABI section 3.2.3), on stacks of its own. */
final class GuestCaller {
    /** How many instructions a call may execute before it counts as an endless loop. */
    static final long BUDGET = 50_000_000;

    /** What a bridged function or a trap counts for in a call, in instructions: no loop through them goes on for ever. */
    private static final long COST_IN_CALL = 1000;

    /** What it counts for where CPUs take turns. */
    private static final long COST_IN_TURN = 10;

    private static final int RED_ZONE = 128;
    private static final Register[] ARGUMENTS = {
        Register.RDI, Register.RSI, Register.RDX, Register.RCX, Register.R8, Register.R9,
    };

    private final Machine machine;
    private final Memory memory;
    private final GuestText text;
    private final CallStacks stacks;
    private final long sentinel;
    private final long scratch;
    private final Map<Long, Bridge> bridges = new TreeMap<>();
    private final int[] depth;
    private TrapHandler traps;

    /**
     * @param sentinel address of the HLT that calls return to; behind its page is a page for text
     */
    GuestCaller(Machine machine, GuestText text, CallStacks stacks, long sentinel) {
        this.machine = machine;
        this.text = text;
        this.memory = machine.memory();
        this.stacks = stacks;
        this.sentinel = sentinel;
        this.scratch = sentinel + Memory.PAGE_SIZE;
        depth = new int[machine.cpuCount()];
    }

    /** Tells who handles what stops guest code. */
    void setTraps(TrapHandler handler) {
        traps = handler;
    }

    /** Lets something else do the work of the function at an address. */
    void bridge(long address, Bridge bridge) {
        bridges.put(address, bridge);
        for (int i = 0; i < machine.cpuCount(); i++) {
            machine.cpu(i).addBreakpoint(Execution.HOST, address);
        }
    }

    /** Lets the function at an address do its work itself again. */
    void unbridge(long address) {
        bridges.remove(address);
        for (int i = 0; i < machine.cpuCount(); i++) {
            machine.cpu(i).removeBreakpoint(Execution.HOST, address);
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
        Run run = new Run(id, COST_IN_CALL, address, arguments);
        if (!run.step(BUDGET)) {
            throw new HypervisorDiedException(traps.endless(machine.cpu(id)));
        }
        return run.result();
    }

    /** Begins a call that is executed in portions. */
    GuestRun start(int id, long address, long... arguments) {
        return new Run(id, COST_IN_TURN, address, arguments);
    }

    /** A call on its way. */
    private final class Run implements GuestRun {
        private final int id;
        private final Cpu cpu;
        private final CpuState saved;
        private final long crossingCost;
        private long rip;
        /** It stands at an instruction that accesses what is watched. */
        private boolean poised;

        private long result;
        private long spent;

        Run(int id, long crossingCost, long address, long[] arguments) {
            this.id = id;
            this.crossingCost = crossingCost;
            cpu = machine.cpu(id);
            saved = cpu.save();
            rip = address;
            cpu.set(Register.RSP, prepareStack(id, saved, arguments));
            for (int i = 0; i < Math.min(arguments.length, ARGUMENTS.length); i++) {
                cpu.set(ARGUMENTS[i], arguments[i]);
            }
            depth[id]++;
        }

        @Override
        public boolean step(long maxInstructions) {
            spent += maxInstructions;
            return portion(maxInstructions, left -> Execution.run(cpu, rip, left));
        }

        @Override
        public boolean stepToWatched(long maxInstructions) {
            if (poised) {
                poised = false;
                if (portion(1, left -> Execution.run(cpu, rip, left))) {
                    return true;
                }
            }
            return portion(maxInstructions, left -> Execution.runToWatched(cpu, rip, left));
        }

        /** Goes on until the function returns, the instructions are spent, or what is watched comes next. */
        private boolean portion(long maxInstructions, LongFunction<Stop> runner) {
            for (long left = maxInstructions; left > 0; left -= crossingCost) {
                Stop stop = runner.apply(left);
                text.observe(cpu.id());
                rip = cpu.get(Register.RIP);
                poised = stop instanceof Stop.Watched;
                if (poised || stop instanceof Stop.BudgetSpent) {
                    return false;
                }
                if (stop instanceof Stop.Halted && rip == sentinel + 1) {
                    finish();
                    return true;
                }
                spent += COST_IN_CALL;
                Bridge bridge = stop instanceof Stop.Breakpoint ? bridges.get(rip) : null;
                rip = bridge != null ? cross(cpu, bridge) : traps.handle(cpu, stop);
            }
            return false;
        }

        @Override
        public Checkpoint keep() {
            long ripThen = rip;
            boolean poisedThen = poised;
            long spentThen = spent;
            return () -> {
                rip = ripThen;
                poised = poisedThen;
                spent = spentThen;
            };
        }

        private void finish() {
            depth[id]--;
            result = cpu.get(Register.RAX);
            cpu.restore(saved);
        }

        @Override
        public long spent() {
            return spent;
        }

        @Override
        public long result() {
            return result;
        }
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
        long top = depth[id] == 0 ? stacks.top(id) : saved.get(Register.RSP) - RED_ZONE;
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

    Checkpoint keep() {
        int[] then = depth.clone();
        return () -> System.arraycopy(then, 0, depth, 0, depth.length);
    }
}
