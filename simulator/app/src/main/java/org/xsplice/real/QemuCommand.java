// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line that boots a real Xen. */
final class QemuCommand {
    private static final String XEN_OPTIONS =
            "console=com1 com1=115200,8n1 dom0_mem=512M loglvl=all guest_loglvl=all conring_size=1m";
    private static final String LINUX_OPTIONS = "console=hvc0 loglevel=7 rdinit=/init";
    private static final String MEMORY = "1024";

    private QemuCommand() {}

    static List<String> of(Path qemu, Accelerator accelerator, int cpus, RealXen xen, WorkFolder work) {
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
                "-monitor",
                "none",
                "-no-reboot",
                "-kernel",
                work.hypervisor().toString(),
                "-append",
                XEN_OPTIONS,
                "-initrd",
                quoted(xen.kernel()) + " " + LINUX_OPTIONS + "," + quoted(work.initramfs()),
                "-serial",
                "file:" + work.console(),
                "-serial",
                "file:" + work.events()));
        return List.copyOf(words);
    }

    /** QEMU takes a comma for the end of a module. */
    private static String quoted(Path file) {
        return file.toAbsolutePath().toString().replace(",", ",,");
    }
}
