// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.DataAccess;
import org.xsplice.machine.Memory;
import org.xsplice.machine.Permission;
import org.xsplice.machine.Register;
import org.xsplice.machine.Stop;

/** A CPU stops right before it touches watched data or executes watched code. */
class WatchTests {
    private static final long TEXT = 0xffff82d040200000L;
    private static final long DATA = 0xffff82d040400000L;

    /** {@code nop; mov eax, [DATA]; inc dword [DATA+8]; lock inc dword [DATA]; mov ebx, 7; hlt}, relative to RIP. */
    private static final String CODE = "90" + "8b05f9ff1f00" + "ff05fbff1f00" + "f0ff05ecff1f00" + "bb07000000" + "f4";

    private final UnicornMachine machine = new UnicornMachine(1);
    private final Memory memory = machine.memory();
    private final Cpu cpu = machine.cpu(0);

    @BeforeEach
    void load() {
        memory.map(TEXT, Memory.PAGE_SIZE, Permission.RX);
        memory.map(DATA, Memory.PAGE_SIZE, Permission.RW);
        byte[] code = HexFormat.of().parseHex(CODE);
        memory.poke(TEXT, code, 0, code.length);
    }

    @AfterEach
    void close() {
        machine.close();
    }

    @Test
    void aCpuStopsBeforeTheInstructionThatTouchesWatchedData() {
        assertThat(cpu.run(TEXT, 100)).isInstanceOf(Stop.Halted.class);
        cpu.watchData(DATA, DATA + 3);

        assertThat(cpu.runToWatched(TEXT, 100)).isEqualTo(new Stop.Watched());
        assertThat(cpu.get(Register.RIP)).isEqualTo(TEXT + 1);
        assertThat(step()).containsExactly(new DataAccess(DATA, 4, false));
        assertThat(cpu.get(Register.RIP)).isEqualTo(TEXT + 7);
        assertThat(cpu.get(Register.RAX)).isEqualTo(1);

        assertThat(cpu.runToWatched(TEXT + 7, 100)).isEqualTo(new Stop.Watched());
        assertThat(cpu.get(Register.RIP)).isEqualTo(TEXT + 13);
        assertThat(memory.readInt(DATA + 8))
                .as("unwatched data, after two runs")
                .isEqualTo(2);
        assertThat(memory.readInt(DATA)).isEqualTo(1);
        assertThat(step()).containsExactly(new DataAccess(DATA, 4, false), new DataAccess(DATA, 4, true));
        assertThat(memory.readInt(DATA)).isEqualTo(2);

        assertThat(cpu.run(TEXT + 20, 100)).isInstanceOf(Stop.Halted.class);
        assertThat(cpu.get(Register.RBX)).isEqualTo(7);
    }

    private List<DataAccess> step() {
        List<DataAccess> accesses = new ArrayList<>();
        cpu.observe(accesses::add);
        assertThat(cpu.run(cpu.get(Register.RIP), 1)).isInstanceOf(Stop.BudgetSpent.class);
        return accesses;
    }

    @Test
    void aCpuStopsBeforeEachWatchedInstruction() {
        cpu.watchCode(TEXT + 1, TEXT + 12);
        assertThat(cpu.runToWatched(TEXT, 100)).isEqualTo(new Stop.Watched());
        assertThat(cpu.get(Register.RIP)).isEqualTo(TEXT + 1);
        assertThat(step()).containsExactly(new DataAccess(TEXT + 1, 6, false));
        assertThat(cpu.runToWatched(TEXT + 7, 100)).isEqualTo(new Stop.Watched());
        assertThat(cpu.get(Register.RIP)).isEqualTo(TEXT + 7);
        step();
        assertThat(cpu.runToWatched(TEXT + 13, 100)).isInstanceOf(Stop.Halted.class);
    }

    @Test
    void whoeverDoesNotAskIsNotStopped() {
        cpu.watchCode(TEXT, TEXT);
        cpu.watchData(DATA, DATA + 3);
        List<DataAccess> accesses = new ArrayList<>();
        cpu.observe(accesses::add);
        assertThat(cpu.run(TEXT, 100)).isInstanceOf(Stop.Halted.class);
        assertThat(accesses)
                .containsExactly(
                        new DataAccess(TEXT, 1, false),
                        new DataAccess(DATA, 4, false),
                        new DataAccess(DATA, 4, false),
                        new DataAccess(DATA, 4, true));
    }
}
