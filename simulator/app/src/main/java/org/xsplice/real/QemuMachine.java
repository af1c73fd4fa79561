// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
     * Does an errand in one boot.
     *
     * @param accelerators those to be tried, one after the other, until the machine starts
     * @throws RealXenException if it does not come to the first step
     */
    public Account run(Errand errand, List<Accelerator> accelerators)
            throws RealXenException, IOException, InterruptedException {
        Files.write(work.hypervisor(), InputFile.unpacked(xen.hypervisor(), InputKind.IMAGE));
        Initramfs.write(work.initramfs(), xen.root(), errand);
        for (Accelerator accelerator : accelerators) {
            Optional<Account> account = boot(errand, accelerator);
            if (account.isPresent()) {
                return account.get();
            }
            progress.accept("the machine did not start under " + accelerator.word());
        }
        throw new RealXenException("QEMU could not start the machine: " + complaint());
    }

    /** Returns nothing where the machine does not start. */
    private Optional<Account> boot(Errand errand, Accelerator accelerator)
            throws RealXenException, IOException, InterruptedException {
        Files.deleteIfExists(work.console());
        Files.deleteIfExists(work.events());
        long start = System.nanoTime();
        Process process = new ProcessBuilder(QemuCommand.of(qemu, accelerator, cpus, xen, work))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(work.complaints().toFile())
                .start();
        Thread end = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(end);
        try {
            new Watch(process, work, accelerator, errand.steps().size(), SILENCE_SECONDS, limit, progress).untilOver();
        } finally {
            process.destroyForcibly().waitFor();
            Runtime.getRuntime().removeShutdownHook(end);
        }
        List<String> console = ConsoleTail.lines(work.console());
        return console.isEmpty()
                ? Optional.empty()
                : Optional.of(account(console, errand, accelerator, (System.nanoTime() - start) / 1e9));
    }

    private Account account(List<String> console, Errand errand, Accelerator accelerator, double seconds)
            throws RealXenException, IOException {
        DriverOutput output = DriverOutput.read(work.events());
        String last = console.get(console.size() - 1);
        if (output.done() && output.steps().size() == errand.steps().size()) {
            return new Account(output.steps(), Optional.empty(), accelerator, seconds);
        }
        if (output.tried() == 0) {
            throw new RealXenException("the real Xen did not get to the first step. The last line on its console: "
                    + last + "\nRun it with --keep to keep the whole console.");
        }
        if (console.stream().anyMatch(line -> line.contains("reboot: Power down"))) {
            throw new RealXenException("the driver in the first domain stopped at step " + output.tried()
                    + ". The last line on its console: "
                    + last + "\nRun it with --keep to keep the whole console.");
        }
        return new Account(output.steps(), Optional.of(console), accelerator, seconds);
    }

    private String complaint() throws IOException {
        byte[] said = InputFile.end(work.complaints(), COMPLAINTS_MAX);
        List<String> lines =
                new String(said, StandardCharsets.ISO_8859_1).lines().toList();
        return lines.isEmpty() ? "no output at all" : lines.get(lines.size() - 1);
    }
}
