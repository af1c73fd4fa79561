// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xsplice.chance.Chance;
import org.xsplice.machine.BreakpointOwner;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.Memory;
import org.xsplice.machine.PageFaultException;
import org.xsplice.machine.Permission;
import org.xsplice.machine.Register;
import org.xsplice.machine.Snapshot;
import org.xsplice.machine.Stop;

/** A machine goes back to what it was, and its CPUs execute what is there then. */
class SnapshotTests {
    private static final BreakpointOwner OWNER = new BreakpointOwner("test");
    private static final long TEXT = 0xffff82d040200000L;
    private static final long DATA = 0xffff82d040400000L;
    private static final int CPUS = 2;

    /** {@code mov eax, [DATA]; inc dword [DATA]; hlt}, relative to RIP. */
    private static final String COUNT = "8b05faff1f00" + "ff05f4ff1f00" + "f4";

    private static final String RETURN_1 = "b801000000f4";
    private static final String RETURN_2 = "b802000000f4";

    private final UnicornMachine machine = new UnicornMachine(CPUS);
    private final Memory memory = machine.memory();

    @AfterEach
    void close() {
        machine.close();
    }

    private void code(long address, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        memory.poke(address, bytes, 0, bytes.length);
        memory.invalidate(address, bytes.length);
    }

    private long run(int cpu, long address) {
        Cpu runner = machine.cpu(cpu);
        assertThat(runner.run(address, 100)).isInstanceOf(Stop.Halted.class);
        return runner.get(Register.RAX);
    }

    private void mapTextAndData() {
        memory.map(TEXT, Memory.PAGE_SIZE, Permission.RX);
        memory.map(DATA, 4L * Memory.PAGE_SIZE, Permission.RW);
    }

    @Test
    void whatGuestCodeWroteIsUndone() {
        mapTextAndData();
        code(TEXT, COUNT);
        run(0, TEXT);
        Snapshot snapshot = machine.snapshot();
        for (int round = 0; round < 3; round++) {
            assertThat(run(0, TEXT)).isEqualTo(1);
            assertThat(run(1, TEXT)).isEqualTo(2);
            assertThat(memory.readInt(DATA)).isEqualTo(3);
            machine.restore(snapshot);
            assertThat(memory.readInt(DATA)).isEqualTo(1);
        }
    }

    @Test
    void whatTheHostWroteIsUndone() {
        mapTextAndData();
        memory.writeLong(DATA, 1);
        Snapshot snapshot = machine.snapshot();
        memory.writeLong(DATA, 2);
        memory.poke(DATA + Memory.PAGE_SIZE, new byte[] {3}, 0, 1);
        machine.restore(snapshot);
        assertThat(memory.readLong(DATA)).isEqualTo(1);
        assertThat(memory.readByte(DATA + Memory.PAGE_SIZE)).isZero();
    }

    @Test
    void pagesAndPermissionsComeBack() {
        mapTextAndData();
        memory.writeInt(DATA + Memory.PAGE_SIZE, 7);
        Snapshot snapshot = machine.snapshot();
        memory.protect(DATA, Memory.PAGE_SIZE, Permission.RO);
        memory.unmap(DATA + Memory.PAGE_SIZE, Memory.PAGE_SIZE);
        long later = DATA + 8L * Memory.PAGE_SIZE;
        memory.map(later, 2L * Memory.PAGE_SIZE, Permission.RW);
        memory.writeInt(later, 9);
        machine.restore(snapshot);
        assertThat(memory.permissionAt(DATA)).isEqualTo(Permission.RW);
        assertThat(memory.readInt(DATA + Memory.PAGE_SIZE)).isEqualTo(7);
        assertThatThrownBy(() -> memory.readInt(later)).isInstanceOf(PageFaultException.class);
        memory.map(later, Memory.PAGE_SIZE, Permission.RW);
        assertThat(memory.readInt(later)).as("a new page is zeroed").isZero();
    }

    @Test
    void aCpuNoticesThatAPageIsGone() {
        mapTextAndData();
        code(TEXT, "8b05fa0f2000f4");
        memory.unmap(DATA + Memory.PAGE_SIZE, Memory.PAGE_SIZE);
        Snapshot without = machine.snapshot();
        memory.map(DATA + Memory.PAGE_SIZE, Memory.PAGE_SIZE, Permission.RW);
        assertThat(run(0, TEXT)).isZero();
        machine.restore(without);
        assertThat(machine.cpu(0).run(TEXT, 100)).isInstanceOf(Stop.Faulted.class);
    }

    @Test
    void everyCpuExecutesTheCodeThatIsBack() {
        mapTextAndData();
        code(TEXT, RETURN_1);
        Snapshot one = machine.snapshot();
        code(TEXT, RETURN_2);
        Snapshot two = machine.snapshot();
        for (int round = 0; round < 2; round++) {
            for (int cpu = 0; cpu < CPUS; cpu++) {
                machine.restore(one);
                assertThat(run(cpu, TEXT)).isEqualTo(1);
                machine.restore(two);
                assertThat(run(cpu, TEXT)).isEqualTo(2);
            }
        }
    }

    @Test
    void codeInPagesThatCameLaterIsForgotten() {
        mapTextAndData();
        Snapshot snapshot = machine.snapshot();
        long payload = TEXT + 0x10000;
        for (String code : new String[] {RETURN_1, RETURN_2}) {
            memory.map(payload, Memory.PAGE_SIZE, Permission.RX);
            code(payload, code);
            assertThat(run(1, payload)).isEqualTo(code.equals(RETURN_1) ? 1 : 2);
            machine.restore(snapshot);
        }
    }

    @Test
    void guestCodeThatWritesTextIsUndone() {
        memory.map(TEXT, 2L * Memory.PAGE_SIZE, Permission.RWX);
        code(TEXT, RETURN_1);
        code(TEXT + Memory.PAGE_SIZE, "c605faefffff02f4");
        run(0, TEXT);
        Snapshot snapshot = machine.snapshot();
        run(1, TEXT + Memory.PAGE_SIZE);
        machine.restore(snapshot);
        assertThat(memory.takeTextChanges()).isEmpty();
        assertThat(run(0, TEXT)).isEqualTo(1);
        assertThat(run(1, TEXT)).isEqualTo(1);
    }

    @Test
    void registersComeBack() {
        machine.cpu(1).set(Register.RBX, 5);
        Snapshot snapshot = machine.snapshot();
        machine.cpu(1).set(Register.RBX, 6);
        machine.restore(snapshot);
        assertThat(machine.cpu(1).get(Register.RBX)).isEqualTo(5);
    }

    @Test
    void breakpointsStay() {
        mapTextAndData();
        code(TEXT, RETURN_1);
        Snapshot snapshot = machine.snapshot();
        machine.cpu(0).addBreakpoint(OWNER, TEXT);
        machine.restore(snapshot);
        assertThat(machine.cpu(0).run(TEXT, 100)).isEqualTo(new Stop.Breakpoint(TEXT, List.of(OWNER)));
    }

    @Test
    void anotherMachinesSnapshotIsRefused() {
        try (UnicornMachine other = new UnicornMachine(1)) {
            Snapshot snapshot = other.snapshot();
            assertThatThrownBy(() -> machine.restore(snapshot)).hasMessageContaining("another machine");
        }
    }

    /** Random writes, by guest and host, between snapshots that are restored in random order. */
    @Test
    void anyOrderOfSnapshotsIsRight() {
        mapTextAndData();
        code(TEXT, COUNT);
        Chance chance = new Chance(4);
        Snapshot[] snapshots = new Snapshot[8];
        int[] counters = new int[snapshots.length];
        byte[][] pages = new byte[snapshots.length][];
        for (int step = 0; step < 400; step++) {
            int slot = chance.below(snapshots.length);
            if (snapshots[slot] == null || chance.oneIn(3)) {
                for (int i = chance.below(3); i >= 0; i--) {
                    run(chance.below(CPUS), TEXT);
                }
                memory.writeByte(DATA + Memory.PAGE_SIZE + chance.below(3 * Memory.PAGE_SIZE), chance.below(256));
                snapshots[slot] = machine.snapshot();
                counters[slot] = memory.readInt(DATA);
                pages[slot] = memory.read(DATA, 4 * Memory.PAGE_SIZE);
            } else {
                machine.restore(snapshots[slot]);
                assertThat(memory.read(DATA, 4 * Memory.PAGE_SIZE)).isEqualTo(pages[slot]);
                assertThat(run(chance.below(CPUS), TEXT)).isEqualTo(counters[slot]);
            }
        }
    }
}
