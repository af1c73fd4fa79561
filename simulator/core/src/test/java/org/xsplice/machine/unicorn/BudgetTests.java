// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.machine.BreakpointOwner;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.Memory;
import org.xsplice.machine.Permission;
import org.xsplice.machine.Register;
import org.xsplice.machine.Stop;

/** A run of n instructions executes n, and ends where n runs of one do. */
class BudgetTests {
    private static final BreakpointOwner OWNER = new BreakpointOwner("test");
    private static final BreakpointOwner OTHER = new BreakpointOwner("other");
    private static final long TEXT = 0xffff82d040200000L;
    private static final long DATA = 0xffff82d040400000L;

    private final UnicornMachine machine = new UnicornMachine(1);
    private final Memory memory = machine.memory();
    private final Cpu cpu = machine.cpu(0);

    @BeforeEach
    void map() {
        memory.map(TEXT, 2L * Memory.PAGE_SIZE, Permission.RX);
        memory.map(DATA, Memory.PAGE_SIZE, Permission.RW);
    }

    @AfterEach
    void close() {
        machine.close();
    }

    private void code(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        memory.poke(TEXT, bytes, 0, bytes.length);
        memory.invalidate(TEXT, bytes.length);
    }

    private Stop run(long instructions) {
        cpu.set(Register.RDI, DATA);
        cpu.set(Register.RSP, DATA + 0x800);
        cpu.countInstructions();
        return cpu.run(TEXT, instructions);
    }

    private void assertAt(long offset, long executed) {
        assertThat(cpu.get(Register.RIP) - TEXT).as("RIP").isEqualTo(offset);
        assertThat(cpu.instructions()).as("executed").isEqualTo(executed);
    }

    /** Branches, calls, loops, string instructions, pauses and instructions that end with the byte of HLT. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "90 90 90 90 90 90 90 90 eb f6",
                // mov ecx, 5; dec ecx; jnz; jmp +0; call +1; hlt; pop rax; jmp
                "b905000000 ffc9 75fc eb00 e801000000 f4 58 ebec",
                // mov ecx, 3; rep stosb; xor ecx, ecx; rep stosb; mov rdi, rsp; jmp
                "b903000000 f3aa 31c9 f3aa 4889e7 ebf0",
                // mov eax, 0xf4000000; mov [rsp-12], eax; add eax, -12; jnz +0; jmp
                "b8000000f4 894424f4 83c0f4 7500 ebf0",
                // pause; sti; nop; cli; jmp
                "f390 fb 90 fa eb f9",
                // loop across a page: jmp to the last bytes of the page, which go on in the next one
                "b902000000 e9f50f0000"
            })
    void nInOneRunAreNRunsOfOne(String hex) {
        code(hex);
        byte[] across = HexFormat.of().parseHex("b807000000" + "e9f7efffff");
        memory.poke(TEXT + 0xfff, across, 0, across.length);
        for (int n = 1; n <= 60; n++) {
            Stop whole = run(n);
            var registers = cpu.save();
            long executed = cpu.instructions();
            cpu.set(Register.RAX, 0);
            cpu.set(Register.RCX, 0);
            Stop single = run(1);
            for (int i = 1; i < n; i++) {
                single = cpu.run(cpu.get(Register.RIP), 1);
            }
            assertThat(whole).as("after %d", n).isEqualTo(new Stop.BudgetSpent());
            assertThat(single).as("the last of %d", n).isEqualTo(new Stop.BudgetSpent());
            assertThat(executed).isEqualTo(n);
            assertThat(cpu.instructions()).isEqualTo(n);
            assertThat(cpu.get(Register.RIP)).as("after %d", n).isEqualTo(registers.get(Register.RIP));
            assertThat(cpu.get(Register.RCX)).isEqualTo(registers.get(Register.RCX));
            assertThat(cpu.get(Register.RDI)).isEqualTo(registers.get(Register.RDI));
        }
    }

    @Test
    void anIterationOfAStringInstructionIsOne() {
        code("b903000000 f3aa 90 f4");
        for (int iterations = 0; iterations <= 3; iterations++) {
            assertThat(run(1 + iterations)).isEqualTo(new Stop.BudgetSpent());
            assertAt(5, 1 + iterations);
            assertThat(cpu.get(Register.RCX)).isEqualTo(3 - iterations);
        }
        run(5);
        assertAt(7, 5);
        assertThat(run(100)).isEqualTo(new Stop.Halted());
        assertAt(9, 7);
    }

    @Test
    void hltIsAnInstruction() {
        code("90 f4 90 90");
        assertThat(run(1)).isEqualTo(new Stop.BudgetSpent());
        assertAt(1, 1);
        assertThat(run(2)).isEqualTo(new Stop.Halted());
        assertAt(2, 2);
        assertThat(run(3)).isEqualTo(new Stop.Halted());
        assertAt(2, 2);
    }

    @Test
    void whoStandsBehindTheByteOfHltHasNotHalted() {
        code("eb01 f4 90 90 90 f4");
        assertThat(run(1)).as("jumped over a HLT").isEqualTo(new Stop.BudgetSpent());
        assertAt(3, 1);
        code("b8000000f4 90 f4");
        assertThat(run(1)).as("an operand that ends so").isEqualTo(new Stop.BudgetSpent());
        assertAt(5, 1);
    }

    @Test
    void aBreakpointAtTheFirstInstructionStopsAtOnce() {
        code("90 90 f4");
        cpu.addBreakpoint(OWNER, TEXT);
        assertThat(run(1)).isEqualTo(new Stop.Breakpoint(TEXT, List.of(OWNER)));
        assertAt(0, 0);
        cpu.passBreakpointOnce();
        assertThat(run(1)).isEqualTo(new Stop.BudgetSpent());
        assertAt(1, 1);
    }

    @Test
    void aBudgetThatEndsAtABreakpointIsSpent() {
        code("90 90 f4");
        cpu.addBreakpoint(OWNER, TEXT + 1);
        assertThat(run(1)).isEqualTo(new Stop.BudgetSpent());
        assertThat(run(2)).isEqualTo(new Stop.Breakpoint(TEXT + 1, List.of(OWNER)));
        assertAt(1, 1);
    }

    @Test
    void onlyTheFirstInstructionIsPassed() {
        code("90 90 f4");
        cpu.addBreakpoint(OWNER, TEXT + 1);
        cpu.passBreakpointOnce();
        assertThat(run(10)).isEqualTo(new Stop.Breakpoint(TEXT + 1, List.of(OWNER)));
    }

    @Test
    void eachOwnerRemovesItsOwnBreakpoint() {
        code("90 90 f4");
        cpu.addBreakpoint(OWNER, TEXT + 1);
        cpu.addBreakpoint(OTHER, TEXT + 1);
        cpu.addBreakpoint(OTHER, TEXT + 1);
        Stop both = run(10);
        assertThat(both).isEqualTo(new Stop.Breakpoint(TEXT + 1, List.of(OWNER, OTHER)));
        cpu.removeBreakpoint(OWNER, TEXT + 1);
        cpu.removeBreakpoint(OWNER, TEXT + 1);
        assertThat(both).as("a stop is a value").isEqualTo(new Stop.Breakpoint(TEXT + 1, List.of(OWNER, OTHER)));
        assertThat(run(10)).isEqualTo(new Stop.Breakpoint(TEXT + 1, List.of(OTHER)));
        cpu.removeBreakpoint(OTHER, TEXT + 1);
        assertThat(run(10)).isEqualTo(new Stop.Halted());
    }

    @Test
    void whatWasNotExecutedIsNotCounted() {
        code("90 0f0b");
        assertThat(run(10)).isEqualTo(new Stop.InvalidInstruction());
        assertAt(1, 1);
        code("90 488b0425 00000000 f4");
        assertThat(run(10)).isInstanceOf(Stop.Faulted.class);
        assertAt(1, 1);
        code("90 31c9 f7f1");
        assertThat(run(10)).isEqualTo(new Stop.Interrupted(0));
        assertAt(3, 2);
        code("90 cc");
        assertThat(run(10)).as("INT3 is executed").isEqualTo(new Stop.Interrupted(3));
        assertAt(2, 2);
        code("90 e900000010");
        assertThat(run(10)).isInstanceOf(Stop.Faulted.class);
        assertThat(cpu.instructions()).as("the jump is executed").isEqualTo(2);
        cpu.watchData(DATA, DATA + 7);
        code("90 488b07 f4");
        cpu.set(Register.RDI, DATA);
        cpu.countInstructions();
        assertThat(cpu.runToWatched(TEXT, 10)).isEqualTo(new Stop.Watched());
        assertAt(1, 1);
    }
}
