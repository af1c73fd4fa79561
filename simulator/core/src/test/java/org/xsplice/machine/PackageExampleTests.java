// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.xsplice.machine.unicorn.UnicornMachine;

/** The example of the package's comment. */
class PackageExampleTests {
    @Test
    void runsAndGoesBack() {
        try (UnicornMachine machine = new UnicornMachine(1)) {
            machine.memory().map(0x1000, Memory.PAGE_SIZE, Permission.RWX);
            machine.memory().write(0x1000, new byte[] {(byte) 0xff, (byte) 0xc0, (byte) 0xf4}); // inc eax; hlt
            Snapshot before = machine.snapshot();
            Stop stop = machine.cpu(0).run(0x1000, 100);
            assertThat(stop).isEqualTo(new Stop.Halted());
            assertThat(machine.cpu(0).get(Register.RAX)).isEqualTo(1);
            machine.restore(before);
            assertThat(machine.cpu(0).get(Register.RAX)).isZero();
        }
    }
}
