// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.Memory;
import org.xsplice.machine.Permission;
import org.xsplice.machine.Register;
import org.xsplice.machine.Snapshot;
import org.xsplice.machine.Stop;
import org.xsplice.support.Engines;

/** A CPU that lags behind executes what was there until it catches up; the others do not. */
class LagTests {
    private static final long TEXT = 0xffff82d040200000L;
    private static final int CPUS = 3;

    private final UnicornMachine machine = new UnicornMachine(CPUS);
    private final Memory memory = machine.memory();

    @BeforeAll
    static void needsTheTlbHook() {
        Engines.requireTlbHook();
    }

    @BeforeEach
    void load() {
        memory.map(TEXT, Memory.PAGE_SIZE, Permission.RX);
        returns(1);
    }

    @AfterEach
    void close() {
        machine.close();
    }

    /** {@code mov eax, VALUE; hlt}. */
    private void returns(int value) {
        byte[] code = HexFormat.of().parseHex("b8%02x000000f4".formatted(value));
        memory.poke(TEXT, code, 0, code.length);
        memory.invalidate(TEXT, code.length);
    }

    private void assertResults(int... wanted) {
        for (int cpu = 0; cpu < wanted.length; cpu++) {
            Cpu runner = machine.cpu(cpu);
            assertThat(runner.run(TEXT, 10)).isInstanceOf(Stop.Halted.class);
            assertThat(runner.get(Register.RAX)).as("CPU %d", cpu).isEqualTo(wanted[cpu]);
        }
    }

    @Test
    void aCpuThatLagsExecutesTheOldCodeUntilItCatchesUp() {
        assertResults(1, 1, 1);
        machine.cpu(1).lag(TEXT);
        returns(2);
        assertResults(2, 1, 2);
        assertThat(machine.cpu(1).lags()).isTrue();
        machine.cpu(1).catchUp();
        assertThat(machine.cpu(1).lags()).isFalse();
        assertResults(2, 2, 2);
    }

    @Test
    void whatACpuHasNeverExecutedLagsToo() {
        machine.cpu(2).lag(TEXT);
        returns(2);
        assertResults(2, 2, 1);
    }

    @Test
    void eachCpuLagsAtItsOwnMoment() {
        for (int cpu = 0; cpu < CPUS; cpu++) {
            machine.cpu(cpu).lag(TEXT);
            returns(cpu + 2);
        }
        assertResults(1, 2, 3);
        machine.cpu(0).catchUp();
        assertResults(4, 2, 3);
    }

    @Test
    void snapshotsKeepWhoLags() {
        machine.cpu(1).lag(TEXT);
        returns(2);
        assertResults(2, 1, 2);
        Snapshot one = machine.snapshot();
        machine.cpu(1).catchUp();
        machine.cpu(0).lag(TEXT);
        returns(3);
        assertResults(2, 3, 3);
        Snapshot two = machine.snapshot();
        for (int round = 0; round < 3; round++) {
            machine.restore(one);
            assertResults(2, 1, 2);
            machine.restore(two);
            assertResults(2, 3, 3);
        }
    }
}
