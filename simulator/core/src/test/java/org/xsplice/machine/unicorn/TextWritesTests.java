// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xsplice.machine.Permission;
import org.xsplice.machine.Register;
import org.xsplice.machine.TextChange;
import org.xsplice.support.Engines;

/** Guest code that writes text: what it wrote is told, and every CPU executes it. */
class TextWritesTests {
    private static final long TEXT = 0xffff82d040200000L;
    private static final long WRITER = TEXT + 0x1000;

    private static void code(UnicornMachine machine, long address, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        machine.memory().poke(address, bytes, 0, bytes.length);
        machine.memory().invalidate(address, bytes.length);
    }

    @Test
    void whatOneCpuWritesIsExecutedByAll() {
        Engines.requireTlbHook();
        try (UnicornMachine machine = new UnicornMachine(2)) {
            machine.memory().map(TEXT, 0x2000, Permission.RWX);
            code(machine, TEXT, "b801000000f4");
            code(machine, WRITER, "c605faefffff02f4");
            for (int cpu = 0; cpu < 2; cpu++) {
                machine.cpu(cpu).run(TEXT, 100);
                assertThat(machine.cpu(cpu).get(Register.RAX)).isEqualTo(1);
            }
            assertThat(machine.memory().takeTextChanges()).isEmpty();
            machine.cpu(0).run(WRITER, 100);
            List<TextChange> changes = machine.memory().takeTextChanges();
            assertThat(changes).hasSize(1);
            assertThat(changes.get(0).address()).isEqualTo(TEXT + 1);
            assertThat(changes.get(0).before()).containsExactly(1);
            assertThat(changes.get(0).after()).containsExactly(2);
            for (int cpu = 0; cpu < 2; cpu++) {
                machine.cpu(cpu).run(TEXT, 100);
                assertThat(machine.cpu(cpu).get(Register.RAX))
                        .as("on CPU %d", cpu)
                        .isEqualTo(2);
            }
            assertThat(machine.memory().takeTextChanges()).isEmpty();
            code(machine, WRITER, "c605faefffff03f4");
            machine.cpu(1).run(WRITER, 100);
            assertThat(machine.memory().takeTextChanges()).as("noticed again").hasSize(1);
        }
    }
}
