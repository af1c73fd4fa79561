// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.util.List;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.Machine;
import org.xsplice.machine.Memory;
import org.xsplice.machine.Permission;
import org.xsplice.machine.Register;
import org.xsplice.machine.Stop;
import org.xsplice.machine.unicorn.UnicornMachine;

/**
 * Executes code on every CPU, writes other code over it, and executes it again: what live patching stands on. A CPU that
 * has translated the old code keeps using it until it is invalidated.
 */
final class UnicornSelfTest {
    private static final int CPUS = 8;
    private static final long ADDRESS = 0xffff82d040200000L;
    private static final int BUDGET = 10;

    private UnicornSelfTest() {}

    static List<String> run() {
        try (Machine machine = new UnicornMachine(CPUS)) {
            Memory memory = machine.memory();
            memory.map(ADDRESS, Memory.PAGE_SIZE, Permission.RX);
            memory.poke(ADDRESS, code(1), 0, code(1).length);
            require(machine, 1, "the first code");
            memory.poke(ADDRESS, code(2), 0, code(2).length);
            int stale = 0;
            for (int cpu = 0; cpu < CPUS; cpu++) {
                stale += execute(machine.cpu(cpu)) == 1 ? 1 : 0;
            }
            memory.invalidate(ADDRESS, code(2).length);
            require(machine, 2, "the code written over it, after invalidation");
            return List.of(
                    CPUS + " CPUs executed code, and after invalidation the code written over it",
                    "without invalidation " + (stale == 0 ? "none" : stale + " of " + CPUS)
                            + " executed the old code once more");
        }
    }

    private static void require(Machine machine, int expected, String what) {
        for (int cpu = 0; cpu < CPUS; cpu++) {
            long result = execute(machine.cpu(cpu));
            if (result != expected) {
                throw new SelfTestFailure("CPU " + cpu + " did not execute " + what + ", which returns " + expected
                        + "; it returned " + result);
            }
        }
    }

    private static long execute(Cpu cpu) {
        cpu.set(Register.RAX, 0);
        Stop stop = cpu.run(ADDRESS, BUDGET);
        if (!(stop instanceof Stop.Halted)) {
            throw new SelfTestFailure("CPU " + cpu.id() + " should have halted, but stopped with " + stop);
        }
        return cpu.get(Register.RAX);
    }

    /** {@code mov eax, result; hlt}. */
    private static byte[] code(int result) {
        return new byte[] {(byte) 0xb8, (byte) result, 0, 0, 0, (byte) 0xf4};
    }
}
