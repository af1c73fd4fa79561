// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xsplice.machine.Memory;
import org.xsplice.machine.Permission;
import org.xsplice.machine.PrivilegedInstruction;
import org.xsplice.machine.Register;
import org.xsplice.machine.Snapshot;
import org.xsplice.machine.Stop;

/** Where a CPU stops that is to stop at privileged instructions. */
class PrivilegedStopTests {
    private static final long FREE = 0x10000;
    private static final long WATCHED = 0x11000;
    private static final Stop CLTS = new Stop.Privileged(new PrivilegedInstruction("clts"));

    private UnicornMachine machine;

    @BeforeEach
    void open() {
        machine = new UnicornMachine(1);
        machine.map(FREE, 2 * Memory.PAGE_SIZE, Permission.RX);
        machine.cpu(0).stopAtPrivileged(WATCHED, -1);
    }

    @AfterEach
    void close() {
        machine.close();
    }

    private void put(long address, String code) {
        byte[] bytes = HexFormat.of().parseHex(code);
        machine.poke(address, bytes, 0, bytes.length);
        machine.invalidate(address, bytes.length);
    }

    private Stop run(long address) {
        return machine.cpu(0).run(address, 100);
    }

    @Test
    void inTheVeryFirstCodeToo() {
        put(WATCHED, "90900f06f4");
        assertThat(run(WATCHED)).isEqualTo(CLTS);
        assertThat(machine.cpu(0).get(Register.RIP)).isEqualTo(WATCHED + 2);
        assertThat(machine.cpu(0).instructions()).isEqualTo(2);
    }

    @Test
    void notOutsideOfTheRange() {
        put(FREE, "900f06f4");
        assertThat(run(FREE)).isEqualTo(new Stop.Halted());
        put(WATCHED, "0f06f4");
        assertThat(run(WATCHED)).isEqualTo(CLTS);
    }

    @Test
    void aFirstRunMayLeadToNowhere() {
        assertThat(run(0x7777_0000L)).isInstanceOf(Stop.Faulted.class);
        assertThat(run(Long.MIN_VALUE + 1)).isNotEqualTo(CLTS);
    }

    @Test
    void inWhatIsWrittenLater() {
        put(WATCHED, "9090f4");
        assertThat(run(WATCHED)).isEqualTo(new Stop.Halted());
        put(WATCHED, "0f06f4");
        assertThat(run(WATCHED)).isEqualTo(CLTS);
        put(WATCHED, "9090f4");
        assertThat(run(WATCHED)).isEqualTo(new Stop.Halted());
    }

    @Test
    void inWhatASnapshotBringsBack() {
        put(WATCHED, "0f06f4");
        Snapshot before = machine.snapshot();
        put(WATCHED, "9090f4");
        assertThat(run(WATCHED)).isEqualTo(new Stop.Halted());
        machine.restore(before);
        assertThat(run(WATCHED)).isEqualTo(CLTS);
    }

    @Test
    void budgetsCountAsEver() {
        put(WATCHED, "90909090900f06f4");
        assertThat(machine.cpu(0).run(WATCHED, 5)).isEqualTo(new Stop.BudgetSpent());
        assertThat(machine.cpu(0).run(WATCHED, 6)).isEqualTo(CLTS);
        assertThat(machine.cpu(0).instructions()).isEqualTo(10);
    }
}
