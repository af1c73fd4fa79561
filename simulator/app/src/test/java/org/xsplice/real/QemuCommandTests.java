// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How QEMU is called. */
class QemuCommandTests {

    private static final RealXen XEN = new RealXen(Path.of("/a,b/4.17.0"));
    private static final WorkFolder WORK = new WorkFolder(Path.of("/w,x"), true);

    private static List<String> command(Accelerator accelerator) {
        return QemuCommand.boot(Path.of("/bin/qemu"), accelerator, 3, XEN, WORK);
    }

    @Test
    void commasInPathsAreDoubled() {
        assertThat(command(Accelerator.TCG))
                .contains("/a,,b/4.17.0/domain/vmlinuz console=hvc0 loglevel=7 rdinit=/init,/w,,x/initramfs.cpio");
    }

    @Test
    void consoleBeforeEvents() {
        List<String> command = command(Accelerator.TCG);
        assertThat(command).startsWith("/bin/qemu", "-accel", "tcg").containsSequence("-smp", "3");
        assertThat(command)
                .endsWith(
                        "-serial",
                        "file:/w,x/console.log",
                        "-chardev",
                        "file,id=line,path=/w,,x/events.json",
                        "-serial",
                        "chardev:line");
    }

    @Test
    void acceleratorHasItsProcessor() {
        assertThat(command(Accelerator.KVM)).containsSequence("-accel", "kvm", "-cpu", "qemu64");
    }

    @Test
    void savedMachineIsTheSameOneAndComesThroughAShell() {
        SavedMachine machine = new SavedMachine(Accelerator.TCG, Path.of("/a,b/it's"));
        List<String> command = QemuCommand.resume(Path.of("/bin/qemu"), machine, 3, XEN, WORK);
        List<String> boot = command(Accelerator.TCG);
        assertThat(command).startsWith(boot.toArray(String[]::new));
        assertThat(command.subList(boot.size(), command.size()))
                .containsExactly("-incoming", "exec:cat '/a,b/it'\\''s'");
    }
}
