// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xsplice.machine.BreakpointOwner;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.Memory;
import org.xsplice.machine.Permission;
import org.xsplice.machine.Register;
import org.xsplice.machine.Stop;

/** What is told of executed code: every instruction once each time, and none that was not. */
class TraceTests {
    private static final BreakpointOwner OWNER = new BreakpointOwner("test");
    private static final long TEXT = 0xffff82d040200000L;

    /**
     * At 0 {@code mov ecx, 2}, at 5 {@code dec ecx}, at 7 {@code jnz 5}, at 9 {@code mov rax, [rbx]}, at 12
     * {@code call 20}, at 17 {@code hlt}, at 20 {@code inc edx}, at 22 {@code ret}.
     */
    private static final String CODE = "b902000000ffc975fc488b03e803000000f49090ffc2c3";

    private static final int END_OF_LOOP = 9;

    private final UnicornMachine machine = new UnicornMachine(2);
    private final Cpu cpu = machine.cpu(0);
    private final List<String> executed = new ArrayList<>();

    @BeforeEach
    void load() {
        byte[] code = HexFormat.of().parseHex(CODE);
        machine.map(TEXT, Memory.PAGE_SIZE, Permission.RX);
        machine.map(TEXT + Memory.PAGE_SIZE, Memory.PAGE_SIZE, Permission.RW);
        machine.poke(TEXT, code, 0, code.length);
        cpu.set(Register.RBX, TEXT);
        cpu.set(Register.RSP, TEXT + 2L * Memory.PAGE_SIZE - Long.BYTES);
    }

    @AfterEach
    void close() {
        machine.close();
    }

    private void trace(long first, long last) {
        cpu.traceCode(TEXT + first, TEXT + last, (from, to) -> executed.add("%d-%d".formatted(from - TEXT, to - TEXT)));
    }

    @Test
    void blocksAreToldInTheirOrder() {
        trace(0, 100);
        assertThat(cpu.run(TEXT, 100)).isInstanceOf(Stop.Halted.class);
        assertThat(executed).containsExactly("0-9", "5-9", "9-17", "20-23", "17-18");
    }

    @Test
    void codeThatWasTranslatedBeforeIsToldToo() {
        cpu.run(TEXT, 100);
        trace(0, 100);
        cpu.run(TEXT, 100);
        assertThat(executed).hasSize(5);
    }

    @Test
    void outsideOfTheRangeNothingIsTold() {
        trace(20, 22);
        cpu.run(TEXT, 100);
        assertThat(executed).containsExactly("20-23");
        machine.cpu(1).set(Register.RBX, TEXT);
        machine.cpu(1).set(Register.RSP, TEXT + 2L * Memory.PAGE_SIZE - Long.BYTES);
        machine.cpu(1).run(TEXT, 100);
        assertThat(executed).hasSize(1);
    }

    @Test
    void instructionThatFaultsWasNotExecuted() {
        trace(0, 100);
        cpu.set(Register.RBX, 0);
        assertThat(cpu.run(TEXT, 100)).isInstanceOf(Stop.Faulted.class);
        assertThat(executed).containsExactly("0-9", "5-9");
    }

    @Test
    void blockIsToldInPortionsWhereTheTurnEndsWithin() {
        trace(0, 100);
        assertThat(cpu.run(TEXT, 1)).isInstanceOf(Stop.BudgetSpent.class);
        assertThat(executed).containsExactly("0-5");
        long rip = cpu.get(Register.RIP);
        cpu.run(rip, 100);
        assertThat(executed).containsExactly("0-5", "5-9", "5-9", "9-17", "20-23", "17-18");
    }

    @Test
    void instructionAtABreakpointWasNotExecuted() {
        trace(0, 100);
        cpu.addBreakpoint(OWNER, TEXT + END_OF_LOOP);
        assertThat(cpu.run(TEXT, 100)).isInstanceOf(Stop.Breakpoint.class);
        assertThat(executed).containsExactly("0-9", "5-9");
        cpu.passBreakpointOnce();
        cpu.run(TEXT + END_OF_LOOP, 100);
        assertThat(executed).containsExactly("0-9", "5-9", "9-17", "20-23", "17-18");
    }
}
