// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.machine.Access;
import org.xsplice.machine.BreakpointOwner;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.CpuState;
import org.xsplice.machine.Memory;
import org.xsplice.machine.PageFault;
import org.xsplice.machine.PageFaultException;
import org.xsplice.machine.Permission;
import org.xsplice.machine.Register;
import org.xsplice.machine.Snapshot;
import org.xsplice.machine.Stop;

class UnicornMachineTests {
    private static final BreakpointOwner OWNER = new BreakpointOwner("test");
    private static final long TEXT = 0xffff82d040200000L;
    private static final long DATA = 0xffff82d040300000L;
    private static final int CPUS = 3;

    private static void onMachine(Consumer<UnicornMachine> body) {
        try (UnicornMachine machine = new UnicornMachine(CPUS)) {
            machine.memory().map(TEXT, 0x2000, Permission.RX);
            machine.memory().map(DATA, 0x2000, Permission.RW);
            body.accept(machine);
        }
    }

    private static void code(UnicornMachine machine, long address, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        machine.memory().poke(address, bytes, 0, bytes.length);
        machine.memory().invalidate(address, bytes.length);
    }

    private static Stop run(UnicornMachine machine, int cpu, long address) {
        machine.cpu(cpu).set(Register.RSP, DATA + 0x2000);
        return machine.cpu(cpu).run(address, 1000);
    }

    @Test
    void runsCodeUntilHlt() {
        onMachine(machine -> {
            code(machine, TEXT, "b8 2a000000 f4");
            assertThat(run(machine, 0, TEXT)).isEqualTo(new Stop.Halted());
            assertThat(machine.cpu(0).get(Register.RAX)).isEqualTo(42);
            assertThat(machine.cpu(0).get(Register.RIP)).isEqualTo(TEXT + 6);
        });
    }

    @Test
    void executesNewCodeOnEveryCpuOnceItIsInvalidated() {
        onMachine(machine -> {
            code(machine, TEXT, "b8 01000000 f4");
            for (int cpu = 0; cpu < CPUS; cpu++) {
                run(machine, cpu, TEXT);
            }
            machine.memory().poke(TEXT + 1, new byte[] {2}, 0, 1);
            for (int cpu = 0; cpu < CPUS; cpu++) {
                run(machine, cpu, TEXT);
                assertThat(machine.cpu(cpu).get(Register.RAX))
                        .as("stale on CPU %d", cpu)
                        .isEqualTo(1);
            }
            machine.memory().invalidate(TEXT + 1, 1);
            for (int cpu = 0; cpu < CPUS; cpu++) {
                run(machine, cpu, TEXT);
                assertThat(machine.cpu(cpu).get(Register.RAX))
                        .as("fresh on CPU %d", cpu)
                        .isEqualTo(2);
            }
        });
    }

    @Test
    void executesNoCodeOfPagesThatWereMappedThereBefore() {
        onMachine(machine -> {
            code(machine, TEXT, "b8 01000000 f4");
            run(machine, 0, TEXT);
            machine.memory().unmap(TEXT, 0x2000);
            assertThat(run(machine, 0, TEXT)).isEqualTo(new Stop.Faulted(new PageFault(TEXT, Access.EXECUTE, false)));
            machine.memory().map(TEXT, 0x1000, Permission.RW);
            machine.memory().write(TEXT, HexFormat.of().parseHex("b803000000f4"));
            machine.memory().protect(TEXT, 0x1000, Permission.RX);
            run(machine, 0, TEXT);
            assertThat(machine.cpu(0).get(Register.RAX)).isEqualTo(3);
        });
    }

    @Test
    void stopsAtWritesToReadOnlyText() {
        onMachine(machine -> {
            code(machine, TEXT, "c6 05 f9ffffff 05 f4");
            assertThat(run(machine, 0, TEXT)).isEqualTo(new Stop.Faulted(new PageFault(TEXT, Access.WRITE, true)));
            assertThat(machine.cpu(0).get(Register.RIP)).isEqualTo(TEXT);
            machine.memory().protect(TEXT, 0x1000, Permission.RWX);
            assertThat(run(machine, 0, TEXT)).isEqualTo(new Stop.Halted());
            machine.memory().protect(TEXT, 0x1000, Permission.RX);
            assertThat(run(machine, 0, TEXT)).isInstanceOf(Stop.class);
        });
    }

    /** {@code mov rax, cr0; and rax, ~WP} or {@code or rax, WP}; {@code mov cr0, rax; hlt}. */
    @ParameterizedTest
    @ValueSource(longs = {TEXT, DATA})
    void writesToReadOnlyPagesWhileWriteProtectIsClear(long page) {
        onMachine(machine -> {
            assumeTrue(machine.obeysWriteProtect());
            Memory memory = machine.memory();
            memory.protect(DATA, 0x1000, Permission.RO);
            long change = TEXT + 0x1000;
            long clear = TEXT + 0x1100;
            long set = TEXT + 0x1200;
            String mov = "48 b9 %016x 88 01 f4".formatted(Long.reverseBytes(page + 8));
            code(machine, change, mov);
            code(machine, clear, "0f20c0 48 25 fffffeff 0f22c0 f4");
            code(machine, set, "0f20c0 48 0d 00000100 0f22c0 f4");
            Stop.Faulted refused = new Stop.Faulted(new PageFault(page + 8, Access.WRITE, true));
            assertThat(run(machine, 0, change)).isEqualTo(refused);

            assertThat(run(machine, 0, clear)).isEqualTo(new Stop.Halted());
            machine.cpu(0).set(Register.RAX, 7);
            assertThat(run(machine, 0, change)).isEqualTo(new Stop.Halted());
            assertThat(memory.readByte(page + 8)).isEqualTo(7);
            assertThat(memory.takeTextChanges()).as("of text").hasSize(page == TEXT ? 1 : 0);
            assertThat(run(machine, 1, change))
                    .as("the bit of another CPU is not concerned")
                    .isEqualTo(refused);

            Snapshot clearThen = machine.snapshot();
            assertThat(run(machine, 0, set)).isEqualTo(new Stop.Halted());
            assertThat(run(machine, 0, change)).isEqualTo(refused);
            Snapshot setThen = machine.snapshot();
            machine.restore(clearThen);
            assertThat(run(machine, 0, change)).isEqualTo(new Stop.Halted());
            machine.restore(setThen);
            assertThat(run(machine, 0, change)).isEqualTo(refused);
        });
    }

    /** {@code rep movsq}, {@code stosl} and {@code movsb}; the last writes no more than one byte. */
    @ParameterizedTest
    @CsvSource({
        "f348a5, -4, 0",
        "f348a5, -1, 0",
        "f348a5, 0, 0",
        "ab, -2, 0",
        "a4, 0, 0",
        "a4, 3, 3",
    })
    void tellsTheFirstByteOfThePageThatAWriteRunsInto(String instruction, int begin, int fault) {
        onMachine(machine -> {
            long end = DATA + 0x2000;
            code(machine, TEXT, instruction + "f4");
            machine.cpu(0).set(Register.RCX, 1000);
            machine.cpu(0).set(Register.RSI, DATA);
            machine.cpu(0).set(Register.RDI, end + begin);
            assertThat(run(machine, 0, TEXT))
                    .isEqualTo(new Stop.Faulted(new PageFault(end + fault, Access.WRITE, false)));
        });
    }

    @Test
    void whatIsNotThereIsNotWrittenEvenSo() {
        onMachine(machine -> {
            code(machine, TEXT, "0f20c0 48 25 fffffeff 0f22c0 c6 04 25 04000000 01 f4");
            assertThat(run(machine, 0, TEXT)).isEqualTo(new Stop.Faulted(new PageFault(4, Access.WRITE, false)));
        });
    }

    @Test
    void stopsAtExecutingData() {
        onMachine(machine -> assertThat(run(machine, 0, DATA))
                .isEqualTo(new Stop.Faulted(new PageFault(DATA, Access.EXECUTE, true))));
    }

    @Test
    void tellsTheAddressOfAReadThatIsNotMapped() {
        onMachine(machine -> {
            code(machine, TEXT, "48 8b 04 25 04000000 f4");
            assertThat(run(machine, 0, TEXT)).isEqualTo(new Stop.Faulted(new PageFault(4, Access.READ, false)));
        });
    }

    @Test
    void callsANonCanonicalAddressAGeneralProtectionFault() {
        onMachine(machine -> {
            code(machine, TEXT, "48 b8 0000000000001000 48 8b 00 f4");
            assertThat(run(machine, 0, TEXT)).isEqualTo(new Stop.Interrupted(13));
        });
    }

    @Test
    void tellsInvalidInstructionsBreakpointsAndDivisionByZeroApart() {
        onMachine(machine -> {
            code(machine, TEXT, "0f 0b");
            assertThat(run(machine, 0, TEXT)).isEqualTo(new Stop.InvalidInstruction());
            code(machine, TEXT, "cc f4");
            assertThat(run(machine, 0, TEXT)).isEqualTo(new Stop.Interrupted(3));
            code(machine, TEXT, "31 c9 f7 f1 f4");
            assertThat(run(machine, 0, TEXT)).isEqualTo(new Stop.Interrupted(0));
        });
    }

    @Test
    void stopsWhenTheBudgetIsSpent() {
        onMachine(machine -> {
            code(machine, TEXT, "eb fe");
            assertThat(run(machine, 0, TEXT)).isEqualTo(new Stop.BudgetSpent());
        });
    }

    @Test
    void stopsAtABreakpointBeforeItsInstructionAndPassesOnRequest() {
        onMachine(machine -> {
            code(machine, TEXT, "b8 01000000 b8 02000000 f4");
            run(machine, 0, TEXT);
            Cpu cpu = machine.cpu(0);
            cpu.addBreakpoint(OWNER, TEXT + 5);
            assertThat(run(machine, 0, TEXT)).isEqualTo(new Stop.Breakpoint(TEXT + 5, List.of(OWNER)));
            assertThat(cpu.get(Register.RAX)).isEqualTo(1);
            assertThat(cpu.get(Register.RIP)).isEqualTo(TEXT + 5);
            cpu.passBreakpointOnce();
            assertThat(cpu.run(TEXT + 5, 100)).isEqualTo(new Stop.Halted());
            assertThat(cpu.get(Register.RAX)).isEqualTo(2);
            assertThat(run(machine, 1, TEXT)).as("other CPUs pass").isEqualTo(new Stop.Halted());
            cpu.removeBreakpoint(OWNER, TEXT + 5);
            assertThat(run(machine, 0, TEXT)).isEqualTo(new Stop.Halted());
        });
    }

    @Test
    void savesAndRestoresAllRegisters() {
        onMachine(machine -> {
            Cpu cpu = machine.cpu(0);
            for (Register register : Register.values()) {
                if (register != Register.RFLAGS) {
                    cpu.set(register, 0x1000 + register.ordinal());
                }
            }
            CpuState saved = cpu.save();
            for (Register register : Register.values()) {
                if (register != Register.RFLAGS) {
                    cpu.set(register, 7);
                    assertThat(saved.get(register)).isEqualTo(0x1000 + register.ordinal());
                }
            }
            cpu.restore(saved);
            assertThat(cpu.save()).isEqualTo(saved);
        });
    }

    @Test
    void readsAndWritesAcrossPages() {
        onMachine(machine -> {
            Memory memory = machine.memory();
            memory.writeLong(DATA + 0xffc, 0x1122334455667788L);
            assertThat(memory.readLong(DATA + 0xffc)).isEqualTo(0x1122334455667788L);
            assertThat(memory.readInt(DATA + 0xffe)).isEqualTo(0x33445566);
            memory.writeInt(DATA + 0xffe, 0x01020304);
            assertThat(memory.read(DATA + 0xffc, 8)).containsExactly(0x88, 0x77, 4, 3, 2, 1, 0x22, 0x11);
        });
    }

    @Test
    void faultsAtTheFirstByteThatIsNotThereAndKeepsWhatWasWritten() {
        onMachine(machine -> {
            Memory memory = machine.memory();
            assertThatThrownBy(() -> memory.write(DATA + 0x1ffe, new byte[] {1, 2, 3, 4}))
                    .isInstanceOfSatisfying(
                            PageFaultException.class,
                            e -> assertThat(e.fault()).isEqualTo(new PageFault(DATA + 0x2000, Access.WRITE, false)));
            assertThat(memory.read(DATA + 0x1ffe, 2)).containsExactly(1, 2);
            assertThatThrownBy(() -> memory.writeByte(TEXT, 1)).isInstanceOf(PageFaultException.class);
        });
    }

    @Test
    void givesZeroedPagesAgain() {
        onMachine(machine -> {
            Memory memory = machine.memory();
            memory.writeLong(DATA, -1);
            memory.unmap(DATA, 0x2000);
            assertThat(memory.permissionAt(DATA)).isNull();
            assertThat(memory.map(DATA, 0x2000, Permission.RW)).isTrue();
            assertThat(memory.readLong(DATA)).isZero();
        });
    }

    @Test
    void saysWhenMemoryIsUsedUp() {
        onMachine(machine -> assertThat(machine.memory().map(0x10000000000L, 1L << 40, Permission.RW))
                .isFalse());
    }

    @Test
    void refusesRangesThatAreMappedOrNotWhole() {
        onMachine(machine -> {
            Memory memory = machine.memory();
            assertThatThrownBy(() -> memory.map(DATA, 0x1000, Permission.RW))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> memory.map(DATA + 1, 0x1000, Permission.RW))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> memory.unmap(DATA + 0x4000, 0x1000)).isInstanceOf(IllegalArgumentException.class);
        });
    }

    @Test
    void refusesImpossibleNumbersOfCpus() {
        assertThatThrownBy(() -> new UnicornMachine(0)).hasMessageContaining("1 to 64");
        assertThatThrownBy(() -> new UnicornMachine(65)).hasMessageContaining("1 to 64");
    }
}
