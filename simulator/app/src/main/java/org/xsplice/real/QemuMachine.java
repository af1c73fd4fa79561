// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** Boots a real Xen under QEMU and has the driver in its first domain do an errand. */
public final class QemuMachine {
    /** A machine that prints nothing for this long is in a loop. */
    private static final int SILENCE_SECONDS = 60;

    private final Path qemu;
    private final RealXen xen;
    private final int cpus;
    private final WorkFolder work;
    private final Consumer<String> progress;

    /**
     * @param cpus of the machine
     * @param work gets its files
     * @param progress is called with what is being done
     * @throws MissingToolException if there is no QEMU here
     */
    public QemuMachine(RealXen xen, int cpus, WorkFolder work, Consumer<String> progress) throws MissingToolException {
        this(Tools.find("qemu-system-x86_64", "qemu-system-x86"), xen, cpus, work, progress);
    }

    QemuMachine(Path qemu, RealXen xen, int cpus, WorkFolder work, Consumer<String> progress) {
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
        try (InputStream in = new GZIPInputStream(Files.newInputStream(xen.hypervisor()))) {
            Files.copy(in, work.hypervisor(), StandardCopyOption.REPLACE_EXISTING);
        }
        Initramfs.write(work.initramfs(), xen.root());
        Files.write(work.errand(), errand.line());
        for (Accelerator accelerator : accelerators) {
            SavedMachine saved = SavedMachine.of(qemu, accelerator, cpus, xen, work);
            Optional<Account> account = saved.exists() ? resume(errand, accelerator, saved) : Optional.empty();
            if (account.isPresent()) {
                return account.get();
            }
            if (boot(accelerator, saved)) {
                account = resume(errand, accelerator, saved);
                if (account.isEmpty()) {
                    throw notReached();
                }
                return account.get();
            }
            progress.accept("the machine did not start under " + accelerator.word());
        }
        throw new RealXenException("QEMU could not start the machine: " + complaint());
    }

    /** Boots the machine and saves it; returns false where it does not start. */
    private boolean boot(Accelerator accelerator, SavedMachine saved)
            throws RealXenException, IOException, InterruptedException {
        progress.accept("booting the real Xen (" + accelerator.word() + ")");
        boolean ready = with(QemuCommand.boot(qemu, accelerator, cpus, xen, work), process -> {
            new Watch(process, work, accelerator, SILENCE_SECONDS).until(output -> output.ready());
            if (!DriverOutput.of(work.events()).ready()) {
                return false;
            }
            saved.write(new Monitor(process));
            return true;
        });
        if (!ready && Files.exists(work.console()) && Files.size(work.console()) > 0) {
            throw notReached();
        }
        return ready;
    }

    /** Does the errand on a machine that was saved; returns nothing, and removes that, where it does not come to the first step. */
    private Optional<Account> resume(Errand errand, Accelerator accelerator, SavedMachine saved)
            throws RealXenException, IOException, InterruptedException {
        long start = System.nanoTime();
        int steps = errand.steps().size();
        boolean begun = with(QemuCommand.resume(qemu, accelerator, cpus, xen, work, saved), process -> {
            try {
                new Monitor(process).resume(work.errand(), work.events());
            } catch (IOException e) {
                return false;
            }
            new Watch(process, work, accelerator, SILENCE_SECONDS).until(output -> {
                progress.accept("step " + output.tried() + " of " + steps + " on the real Xen");
                return output.done();
            });
            return DriverOutput.of(work.events()).tried() > 0;
        });
        if (!begun) {
            saved.delete();
            return Optional.empty();
        }
        return Optional.of(account(errand, accelerator, (System.nanoTime() - start) / 1e9));
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

    private Account account(Errand errand, Accelerator accelerator, double seconds)
            throws RealXenException, IOException {
        DriverOutput output = DriverOutput.of(work.events());
        if (output.done() && output.steps().size() == errand.steps().size()) {
            return new Account(output.steps(), Optional.empty(), accelerator, seconds);
        }
        List<String> console = ConsoleTail.lines(work.console());
        if (console.stream().anyMatch(line -> line.contains("reboot: Power down"))) {
            throw new RealXenException("the driver in the first domain stopped at step " + output.tried()
                    + lastLine(console));
        }
        return new Account(output.steps(), Optional.of(console), accelerator, seconds);
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
        return ". The last line on its console: " + last + "\nRun it with --keep to keep the whole console.";
    }

    private String complaint() throws IOException {
        List<String> lines = Files.readAllLines(work.complaints(), StandardCharsets.ISO_8859_1);
        return lines.isEmpty() ? "no output at all" : lines.get(lines.size() - 1);
    }
}
