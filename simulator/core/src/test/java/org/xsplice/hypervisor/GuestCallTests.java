// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.Memory;
import org.xsplice.machine.Permission;
import org.xsplice.machine.Register;
import org.xsplice.profile.Profiles;
import org.xsplice.support.Host;

/** Calls of guest code, as the simulator makes them. */
class GuestCallTests {
    private static final long CODE = 0xffff82d07fe00000L;

    /** What a function finds in registers that no argument is in does not depend on what its CPU did before. */
    @Test
    void registersWithoutAnArgumentAreClear() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, 1)) {
            byte[] addsThem = {
                0x48, 0x01, (byte) 0xf8, 0x48, 0x01, (byte) 0xf0, 0x4c, 0x01, (byte) 0xd0, (byte) 0xc3,
            };
            host.hypervisor().memory().map(CODE, Memory.PAGE_SIZE, Permission.RX);
            host.hypervisor().memory().poke(CODE, addsThem, 0, addsThem.length);
            Cpu cpu = host.hypervisor().machine().cpu(0);
            cpu.set(Register.RAX, 0x1000);
            cpu.set(Register.RSI, 0x200);
            cpu.set(Register.R10, 0x30);
            assertThat(host.hypervisor().call(0, CODE, 4)).isEqualTo(4);
            assertThat(cpu.get(Register.RAX)).as("as before").isEqualTo(0x1000);
            assertThat(cpu.get(Register.R10)).isEqualTo(0x30);
        }
    }
}
