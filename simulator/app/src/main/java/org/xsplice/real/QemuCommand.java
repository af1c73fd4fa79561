// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command lines of a machine with a real Xen. QEMU's standard input and output are its monitor. */
final class QemuCommand {
    private static final String XEN_OPTIONS =
            "console=com1 com1=115200,8n1 dom0_mem=512M loglvl=all guest_loglvl=all conring_size=1m";
    private static final String LINUX_OPTIONS = "console=hvc0 loglevel=7 rdinit=/init";
    private static final String MEMORY = "1024";

    private QemuCommand() {}

    /** Returns the one that boots it. */
    static List<String> boot(Path qemu, Accelerator accelerator, int cpus, RealXen xen, WorkFolder work) {
        List<String> words = new ArrayList<>(List.of(qemu.toString()));
        words.addAll(accelerator.options());
        words.addAll(List.of(
                "-smp",
                Integer.toString(cpus),
                "-m",
                MEMORY,
                "-nodefaults",
                "-display",
                "none",
                "-qmp",
                "stdio",
                "-no-reboot",
                "-kernel",
                work.hypervisor().toString(),
                "-append",
                XEN_OPTIONS,
                "-initrd",
                quoted(xen.kernel()) + " " + LINUX_OPTIONS + "," + quoted(work.initramfs()),
                "-serial",
                "file:" + work.console(),
                "-chardev",
                "file,id=" + Monitor.LINE + ",path=" + quoted(work.events()),
                "-serial",
                "chardev:" + Monitor.LINE));
        return List.copyOf(words);
    }

    /** Returns the one that waits to go on as it was when it was saved. */
    static List<String> resume(Path qemu, SavedMachine machine, int cpus, RealXen xen, WorkFolder work) {
        List<String> words = new ArrayList<>(boot(qemu, machine.accelerator(), cpus, xen, work));
        words.addAll(List.of("-incoming", "exec:cat " + SavedMachine.forShell(machine.file())));
        return List.copyOf(words);
    }

    /** QEMU takes a comma for the end of a module or option. */
    private static String quoted(Path file) {
        return file.toAbsolutePath().toString().replace(",", ",,");
    }
}
