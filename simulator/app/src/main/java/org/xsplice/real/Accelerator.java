// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** How QEMU executes the machine's instructions. */
public enum Accelerator {
    /**
     * By the processor itself. The machine then has a plain processor, lest the hypervisor's text depend on that of the
     * day.
     */
    KVM(List.of("-accel", "kvm", "-cpu", "qemu64"), 4),
    /**
     * By translation: slower, and possible everywhere. The machine's clock counts its instructions, so that a slow or
     * busy host does not make the hypervisor's waiting time out.
     */
    TCG(List.of("-accel", "tcg", "-icount", "shift=2,sleep=off", "-cpu", "max,-smap,-smep"), 60);

    private static final Path KVM_DEVICE = Path.of("/dev/kvm");

    private final List<String> options;
    private final int patienceSeconds;

    Accelerator(List<String> options, int patienceSeconds) {
        this.options = options;
        this.patienceSeconds = patienceSeconds;
    }

    /** Returns those that may work here, the fastest first. */
    public static List<Accelerator> here() {
        boolean kvm = Files.isReadable(KVM_DEVICE)
                && Files.isWritable(KVM_DEVICE)
                && System.getProperty("os.arch").equals("amd64");
        return kvm ? List.of(KVM, TCG) : List.of(TCG);
    }

    /** Returns QEMU's name for it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns QEMU's options for it. */
    List<String> options() {
        return options;
    }

    /** Returns after how many seconds without a character on the console it is clear that the machine does not start. */
    int patienceSeconds() {
        return patienceSeconds;
    }
}
