// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.xsplice.engine.Checkout;
import org.xsplice.judge.RealReport;
import org.xsplice.judge.RealTrial;
import org.xsplice.real.Accelerator;
import org.xsplice.real.Fetcher;
import org.xsplice.real.MissingToolException;
import org.xsplice.real.QemuMachine;
import org.xsplice.real.RealXen;
import org.xsplice.real.RealXenException;
import org.xsplice.real.WorkFolder;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code xsplice real}. */
@Command(
        name = "real",
        description = "Runs a scenario on a real Xen under QEMU, and compares it with the simulated one.",
        sortOptions = false,
        footer = {
            "",
            "Example:",
            "  ./xsplice real fixtures/scenarios/real/hello-bye.yaml",
            "",
            "Exit code: 0 both do the same; 1 they do not, or the real one could not be",
            "asked; 2 bad usage or input; 4 an engine, QEMU or the real Xen is missing,",
            "or the time is over."
        })
final class Real implements Callable<Integer> {
    /** The small kernel of the first domain is given no more. */
    private static final int CPUS_MAX = 8;

    private final Output output;

    @Parameters(paramLabel = "FILE", description = "a scenario whose guest is an image that make xen has fetched")
    private Path file;

    @Option(
            names = "--smp",
            paramLabel = "N",
            description = "number of CPUs of both machines; by default that of the file")
    private Integer cpus;

    @Option(names = "--keep", description = "keeps the console of the real machine and what it was booted with")
    private boolean keep;

    @Mixin
    private TimeLimitOption timeLimit = new TimeLimitOption();

    @Mixin
    private PlaneOption plane = new PlaneOption();

    @Spec
    private CommandSpec spec;

    Real(Output output) {
        this.output = output;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (cpus != null && (cpus < 1 || cpus > CPUS_MAX)) {
            throw new ParameterException(spec.commandLine(), "--smp must be from 1 to " + CPUS_MAX + ", not " + cpus);
        }
        Path cache = Checkout.file(".xen");
        if (!Files.isDirectory(cache)) {
            output.error("there is no real Xen here yet. `make xen` fetches one, `make real` compares with it");
            return ExitCode.MISSING;
        }
        Overrides overrides = new Overrides(
                Optional.ofNullable(cpus), Optional.empty(), Optional.empty(), plane.plane(), Optional.empty());
        Scenario scenario = ScenarioReader.read(file, overrides);
        RealXen xen = RealTrial.xenOf(scenario, cache);
        try (WorkFolder work = WorkFolder.create(keep)) {
            return compare(scenario, xen, work);
        } catch (MissingToolException e) {
            output.error(e.getMessage());
            return ExitCode.MISSING;
        } catch (RealXenException e) {
            output.error(e.getMessage());
            return ExitCode.DIFFERENT;
        } catch (IOException e) {
            output.error("the real Xen cannot be asked: " + e);
            return ExitCode.MISSING;
        }
    }

    private int compare(Scenario scenario, RealXen xen, WorkFolder work)
            throws RealXenException, MissingToolException, IOException, InterruptedException {
        StatusLine status = StatusLine.on(output);
        QemuMachine machine = new QemuMachine(xen, scenario.cpus(), work, timeLimit.begin(), status::show);
        if (!xen.hasDomain()) {
            Fetcher.fetchDomain(xen);
        }
        if (keep) {
            output.err().println("The files of this run stay in " + work.folder());
        }
        RealTrial trial = RealTrial.play(scenario, work.folder());
        try {
            RealReport report = trial.compare(machine.run(trial.errand(), Accelerator.here()));
            status.erase();
            output.line("real hypervisor: Debian's Xen " + xen.version());
            output.line("");
            report.lines(output.width()).forEach(output::line);
            return report.same() ? ExitCode.OK : ExitCode.DIFFERENT;
        } finally {
            status.erase();
        }
    }
}
