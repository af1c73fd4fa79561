// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.xsplice.input.InputFile;
import org.xsplice.input.InputKind;
import org.xsplice.time.TimeLimit;

/** Boots a real Xen under QEMU and has the driver in its first domain do an errand. */
public final class QemuMachine {
    /** A machine that prints nothing for this long is in a loop. */
    private static final int SILENCE_SECONDS = 60;

    private static final int COMPLAINTS_MAX = 1 << 16;

    private final Path qemu;
    private final RealXen xen;
    private final int cpus;
    private final WorkFolder work;
    private final TimeLimit limit;
    private final Consumer<String> progress;
    private String told = "";

    /**
     * @param cpus of the machine
     * @param work gets its files
     * @param limit for the machine, which is ended with it
     * @param progress is called with what is being done
     * @throws MissingToolException if there is no QEMU here
     */
    public QemuMachine(RealXen xen, int cpus, WorkFolder work, TimeLimit limit, Consumer<String> progress)
            throws MissingToolException {
        this(Tools.find("qemu-system-x86_64", "qemu-system-x86"), xen, cpus, work, limit, progress);
    }

    QemuMachine(Path qemu, RealXen xen, int cpus, WorkFolder work, TimeLimit limit, Consumer<String> progress) {
        this.limit = limit;
        this.qemu = qemu;
        this.xen = xen;
        this.cpus = cpus;
        this.work = work;
        this.progress = progress;
    }

    /**
     * Does an errand on a machine that has just booted. One that was saved then is taken where there is one.
     *
     * @param accelerators those to be tried, one after the other, until the machine starts
     * @throws RealXenException if it does not come to the first step
     */
    public Account run(Errand errand, List<Accelerator> accelerators)
            throws RealXenException, IOException, InterruptedException {
        Files.write(work.hypervisor(), InputFile.unpacked(xen.hypervisor(), InputKind.IMAGE));
        Initramfs.write(work.initramfs(), xen.root());
        Files.write(work.errand(), errand.line());
        long start = System.nanoTime();
        List<SavedMachine> machines = new ArrayList<>();
        for (Accelerator accelerator : accelerators) {
            machines.add(SavedMachine.of(qemu, accelerator, cpus, xen, work));
        }
        for (SavedMachine machine : machines) {
            if (machine.exists() && resume(machine, errand)) {
                return account(machine, errand, start);
            }
        }
        for (SavedMachine machine : machines) {
            if (boot(machine)) {
                if (resume(machine, errand)) {
                    return account(machine, errand, start);
                }
                throw notReached();
            }
            tell("the machine did not start under " + machine.accelerator().word());
        }
        throw new RealXenException("QEMU could not start the machine: " + complaint());
    }

    /** Boots a machine and saves it; returns false where it does not start. */
    private boolean boot(SavedMachine machine) throws RealXenException, IOException, InterruptedException {
        tell("booting the real Xen (" + machine.accelerator().word() + ")");
        boolean ready = with(QemuCommand.boot(qemu, machine.accelerator(), cpus, xen, work), process -> {
            watch(process, machine).until(output -> output.ready());
            if (!DriverOutput.read(work.events()).ready()) {
                return false;
            }
            machine.write(new Monitor(process));
            return true;
        });
        if (!ready && Files.exists(work.console()) && Files.size(work.console()) > 0) {
            throw notReached();
        }
        return ready;
    }

    /** Does the errand on a machine that was saved; returns false, and removes that, where it does not come to the first step. */
    private boolean resume(SavedMachine machine, Errand errand) throws IOException, InterruptedException {
        int steps = errand.steps().size();
        boolean begun = with(QemuCommand.resume(qemu, machine, cpus, xen, work), process -> {
            try {
                new Monitor(process).resume(work.errand(), work.events());
            } catch (IOException e) {
                return false;
            }
            watch(process, machine).until(output -> {
                tell("step " + output.tried() + " of " + steps + " on the real Xen");
                return output.done();
            });
            return DriverOutput.read(work.events()).tried() > 0;
        });
        if (!begun) {
            machine.delete();
        }
        return begun;
    }

    private Watch watch(Process process, SavedMachine machine) {
        return new Watch(process, work, machine.accelerator(), SILENCE_SECONDS, () -> limit.check(told));
    }

    private void tell(String now) {
        if (!now.equals(told)) {
            told = now;
            progress.accept(now);
        }
    }

    /** What is done while QEMU runs; returns whether it went well. */
    private interface Watching {
        boolean over(Process process) throws IOException, InterruptedException;
    }

    private boolean with(List<String> command, Watching watching) throws IOException, InterruptedException {
        Files.deleteIfExists(work.console());
        Files.deleteIfExists(work.events());
        Process process = new ProcessBuilder(command)
                .redirectError(work.complaints().toFile())
                .start();
        Thread end = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(end);
        try {
            return watching.over(process);
        } finally {
            process.destroyForcibly().waitFor();
            Runtime.getRuntime().removeShutdownHook(end);
        }
    }

    private Account account(SavedMachine machine, Errand errand, long start) throws RealXenException, IOException {
        double seconds = (System.nanoTime() - start) / 1e9;
        DriverOutput output = DriverOutput.read(work.events());
        if (output.done() && output.steps().size() == errand.steps().size()) {
            return new Account(output.steps(), Optional.empty(), machine.accelerator(), seconds);
        }
        List<String> console = ConsoleTail.lines(work.console());
        if (console.stream().anyMatch(line -> line.contains("reboot: Power down"))) {
            throw new RealXenException(
                    "the driver in the first domain stopped at step " + output.tried() + lastLine(console));
        }
        return new Account(output.steps(), Optional.of(console), machine.accelerator(), seconds);
    }

    private RealXenException notReached() throws IOException {
        List<String> console = ConsoleTail.lines(work.console());
        return new RealXenException(
                console.isEmpty()
                        ? "QEMU could not start the machine that it saved: " + complaint()
                        : "the real Xen did not get to the first step" + lastLine(console));
    }

    private static String lastLine(List<String> console) {
        String last = console.isEmpty() ? "nothing" : console.get(console.size() - 1);
        return ". The last line on its console: " + last + ". Run it with --keep to keep the whole console.";
    }

    private String complaint() throws IOException {
        byte[] said = InputFile.end(work.complaints(), COMPLAINTS_MAX);
        List<String> lines =
                new String(said, StandardCharsets.ISO_8859_1).lines().toList();
        return lines.isEmpty() ? "no output at all" : lines.get(lines.size() - 1);
    }
}
