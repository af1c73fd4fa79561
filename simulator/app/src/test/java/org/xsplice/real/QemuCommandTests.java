// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How QEMU is called. */
class QemuCommandTests {

    private static List<String> command(Accelerator accelerator) {
        RealXen xen = new RealXen(Path.of("/a,b/4.17.0"));
        return QemuCommand.of(Path.of("/bin/qemu"), accelerator, 3, xen, new WorkFolder(Path.of("/w"), true));
    }

    @Test
    void commasInPathsAreDoubled() {
        assertThat(command(Accelerator.TCG))
                .contains("/a,,b/4.17.0/domain/vmlinuz console=hvc0 loglevel=7 rdinit=/init,/w/initramfs.cpio");
    }

    @Test
    void consoleBeforeEvents() {
        List<String> command = command(Accelerator.TCG);
        assertThat(command).startsWith("/bin/qemu", "-accel", "tcg").containsSequence("-smp", "3");
        assertThat(command).endsWith("-serial", "file:/w/console.log", "-serial", "file:/w/events.json");
    }

    @Test
    void acceleratorHasItsProcessor() {
        assertThat(command(Accelerator.KVM)).containsSequence("-accel", "kvm", "-cpu", "qemu64");
    }
}
