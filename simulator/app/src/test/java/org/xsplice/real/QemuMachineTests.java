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
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.time.TimeLimit;

/** How a machine is saved, and how its end is understood: a script stands in for QEMU, and writes what such a machine would. */
class QemuMachineTests {
    private static final Errand ERRAND = new Errand(List.of(List.of("look"), List.of("look")), Map.of());
    private static final String BOOTS = "echo '(XEN) Xen version' >\"$console\"; echo '{\"ready\": true}' >\"$events\"";
    private static final String ALL_DONE = """
            echo '{"try": 1}' >"$events"; echo '{"step": 1, "xen_extra": ".5"}' >>"$events"
            echo '{"step": 2, "xen_extra": ".6"}' >>"$events"; echo '{"done": true}' >>"$events"
            """;
    /** Its monitor is one that succeeds in everything. */
    private static final String SCRIPT = """
            #!/bin/sh
            echo "$*" >>"$0.calls"
            console='' events='' saved=''
            for word; do case $word in
                file:*) console=${word#file:} ;;
                *path=*) events=${word##*path=} ;;
                exec:*) saved=${word#*\\'} saved=${saved%%\\'} ;;
                kvm) echo 'no kvm here' >&2; exit 1 ;;
            esac; done
            : >"$events"
            machine() {
                if [ -z "$saved" ]; then %s
                elif ! grep -q machine "$saved"; then echo 'load of migration failed' >&2; kill $$
                else %s
                fi
            }
            [ -n "$saved" ] || machine
            echo '{"QMP": {}}'
            while read -r command; do case $command in
                *query-migrate*) echo '{"return": {"status": "completed"}}' ;;
                *exec:cat*) file=${command#*\\'}; echo machine >"${file%%\\'*}"; echo '{"return": {}}' ;;
                *'"cont"'*) echo '{"event": "RESUME"}'; echo '{"return": {}}'; machine ;;
                *) echo '{"return": {}}' ;;
            esac; done
            """;

    @TempDir
    private Path folder;

    private final List<String> progress = new ArrayList<>();
    private RealXen xen;

    @BeforeEach
    void fetched() throws IOException {
        xen = new RealXen(folder.resolve("4.17.0"));
        Files.createDirectories(xen.root());
        Files.writeString(xen.kernel(), "kernel");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(xen.hypervisor()))) {
            out.write(1);
        }
    }

    private Account run(String boot, String behaviour, Accelerator... accelerators) throws Exception {
        Path qemu = folder.resolve("qemu");
        String script = SCRIPT.formatted(boot, behaviour);
        if (!Files.exists(qemu) || !Files.readString(qemu).equals(script)) {
            Files.writeString(qemu, script);
        }
        assertThat(qemu.toFile().setExecutable(true)).isTrue();
        try (WorkFolder work = WorkFolder.create(false)) {
            return new QemuMachine(qemu, xen, 2, work, TimeLimit.NONE, progress::add)
                    .run(ERRAND, List.of(accelerators));
        }
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(folder.resolve("qemu.calls"));
    }

    private List<Path> saved() throws IOException {
        try (Stream<Path> files = Files.list(xen.domain())) {
            return files.filter(f -> f.getFileName().toString().contains("booted"))
                    .toList();
        }
    }

    @Test
    void doneWhenTheDriverSaysSo() throws Exception {
        Account account = run(BOOTS, ALL_DONE, Accelerator.TCG);
        assertThat(account.steps())
                .extracting(Object::toString)
                .containsExactly("{\"xen_extra\":\".5\"}", "{\"xen_extra\":\".6\"}");
        assertThat(account.deathConsole()).isEmpty();
        assertThat(progress).last().asString().endsWith("of 2 on the real Xen");
    }

    @Test
    void machineThatWasSavedIsNotBootedAgain() throws Exception {
        run(BOOTS, ALL_DONE, Accelerator.KVM, Accelerator.TCG);
        assertThat(calls()).hasSize(3).last().asString().contains("-incoming exec:cat '" + saved().get(0));
        run(BOOTS, ALL_DONE, Accelerator.KVM, Accelerator.TCG);
        assertThat(calls()).hasSize(4).last().asString().contains("-incoming");
    }

    @Test
    void machineSavedFromOtherPartsIsReplaced() throws Exception {
        run(BOOTS, ALL_DONE, Accelerator.TCG);
        Path before = saved().get(0);
        Files.writeString(xen.root().resolve("tool"), "another");
        run(BOOTS, ALL_DONE, Accelerator.TCG);
        assertThat(saved()).hasSize(1).doesNotContain(before);
        assertThat(calls()).hasSize(4);
    }

    @Test
    void machineThatCannotGoOnIsBootedAgain() throws Exception {
        run(BOOTS, ALL_DONE, Accelerator.TCG);
        Files.writeString(saved().get(0), "spoilt");
        assertThat(run(BOOTS, ALL_DONE, Accelerator.TCG).steps()).hasSize(2);
        assertThat(calls()).hasSize(5);
        assertThat(saved().get(0)).hasContent("machine");
    }

    @Test
    void deathIsAnOutcomeAndTheNextErrandFindsAFreshMachine() throws Exception {
        String dies = "echo '{\"try\": 1}' >\"$events\"; "
                + "printf '(XEN) Panic on CPU 0:\\r\\n(XEN) FATAL PAGE FAULT\\r\\n' >\"$console\"; kill $$";
        Account account = run(BOOTS, dies, Accelerator.TCG);
        assertThat(account.steps()).isEmpty();
        assertThat(account.deathConsole().orElseThrow())
                .containsExactly("(XEN) Panic on CPU 0:", "(XEN) FATAL PAGE FAULT");
        assertThat(run(BOOTS, ALL_DONE, Accelerator.TCG).deathConsole()).isEmpty();
    }

    @Test
    void machineThatDoesNotStartIsTriedOtherwise() throws Exception {
        Account account = run(BOOTS, ALL_DONE, Accelerator.KVM, Accelerator.TCG);
        assertThat(account.accelerator()).isEqualTo(Accelerator.TCG);
        assertThat(progress).contains("the machine did not start under kvm");
    }

    @Test
    void whatKeepsAMachineFromStartingIsTold() {
        assertThatThrownBy(() -> run(BOOTS, ALL_DONE, Accelerator.KVM))
                .isInstanceOf(RealXenException.class)
                .hasMessage("QEMU could not start the machine: no kvm here");
    }

    @Test
    void bootThatFailsIsNoOutcome() {
        assertThatThrownBy(() -> run("echo '(XEN) Panic on CPU 0:' >\"$console\"", ":", Accelerator.TCG))
                .isInstanceOf(RealXenException.class)
                .hasMessageContaining("did not get to the first step")
                .hasMessageContaining("(XEN) Panic on CPU 0:");
    }

    @Test
    void driverThatStopsIsNoOutcome() {
        assertThatThrownBy(() -> run(
                        BOOTS,
                        "echo '{\"try\": 2}' >\"$events\"; echo '[ 9.1] reboot: Power down' >\"$console\"; kill $$",
                        Accelerator.TCG))
                .isInstanceOf(RealXenException.class)
                .hasMessageContaining("stopped at step 2");
    }
}
