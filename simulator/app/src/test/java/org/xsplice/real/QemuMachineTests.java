// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.time.TimeLimit;

/** How a machine's end is understood: a script stands in for QEMU, and writes what such a machine would. */
class QemuMachineTests {
    private static final Errand ERRAND = new Errand(List.of(List.of("look"), List.of("look")), Map.of());
    private static final String SCRIPT = """
            #!/bin/sh
            console='' events=''
            for word; do case $word in
                file:*) if [ -z "$console" ]; then console=${word#file:}; else events=${word#file:}; fi ;;
                kvm) echo 'no kvm here'; exit 1 ;;
            esac; done
            : >"$events"
            %s
            """;

    @TempDir
    private Path folder;

    private final List<String> progress = new ArrayList<>();
    private RealXen xen;

    @BeforeEach
    void fetched() throws IOException {
        xen = new RealXen(folder.resolve("4.17.0"));
        Files.createDirectories(xen.root());
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(xen.hypervisor()))) {
            out.write(1);
        }
    }

    private Account run(String behaviour, Accelerator... accelerators) throws Exception {
        Path qemu = folder.resolve("qemu");
        Files.writeString(qemu, SCRIPT.formatted(behaviour));
        assertThat(qemu.toFile().setExecutable(true)).isTrue();
        try (WorkFolder work = WorkFolder.create(false)) {
            return new QemuMachine(qemu, xen, 2, work, TimeLimit.NONE, progress::add)
                    .run(ERRAND, List.of(accelerators));
        }
    }

    @Test
    void doneWhenTheDriverSaysSo() throws Exception {
        Account account = run("""
                echo '(XEN) Xen version' >"$console"
                echo '{"try": 1}' >"$events"; echo '{"step": 1, "xen_extra": ".5"}' >>"$events"
                echo '{"step": 2, "xen_extra": ".6"}' >>"$events"; echo '{"done": true}' >>"$events"
                exec sleep 1000
                """, Accelerator.TCG);
        assertThat(account.steps())
                .extracting(Object::toString)
                .containsExactly("{\"xen_extra\":\".5\"}", "{\"xen_extra\":\".6\"}");
        assertThat(account.deathConsole()).isEmpty();
        assertThat(progress).last().asString().endsWith("of 2 on the real Xen");
    }

    @Test
    void deathIsAnOutcome() throws Exception {
        Account account = run("""
                echo '{"try": 1}' >"$events"
                printf '(XEN) Panic on CPU 0:\r\n(XEN) FATAL PAGE FAULT\r\n' >"$console"
                """, Accelerator.TCG);
        assertThat(account.steps()).isEmpty();
        assertThat(account.deathConsole().orElseThrow())
                .containsExactly("(XEN) Panic on CPU 0:", "(XEN) FATAL PAGE FAULT");
    }

    @Test
    void machineThatDoesNotStartIsTriedOtherwise() throws Exception {
        Account account = run("""
                echo '(XEN) Xen version' >"$console"
                echo '{"step": 1}' >"$events"; echo '{"step": 2}' >>"$events"; echo '{"done": true}' >>"$events"
                """, Accelerator.KVM, Accelerator.TCG);
        assertThat(account.accelerator()).isEqualTo(Accelerator.TCG);
        assertThat(progress).contains("the machine did not start under kvm");
    }

    @Test
    void whatKeepsAMachineFromStartingIsTold() {
        assertThatThrownBy(() -> run("", Accelerator.KVM))
                .isInstanceOf(RealXenException.class)
                .hasMessage("QEMU could not start the machine: no kvm here");
    }

    @Test
    void bootThatFailsIsNoOutcome() {
        assertThatThrownBy(() -> run("echo '(XEN) Panic on CPU 0:' >\"$console\"", Accelerator.TCG))
                .isInstanceOf(RealXenException.class)
                .hasMessageContaining("did not get to the first step")
                .hasMessageContaining("(XEN) Panic on CPU 0:");
    }

    @Test
    void driverThatStopsIsNoOutcome() {
        assertThatThrownBy(() -> run(
                        "echo '{\"try\": 2}' >\"$events\"; echo '[ 9.1] reboot: Power down' >\"$console\"",
                        Accelerator.TCG))
                .isInstanceOf(RealXenException.class)
                .hasMessageContaining("stopped at step 2");
    }
}
