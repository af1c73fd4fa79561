// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.xsplice.scenario.ScenarioException;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;
import org.xsplice.text.Paint;
import org.xsplice.text.PaintedLine;
import org.xsplice.time.TimeIsOverException;
import org.xsplice.time.TimeLimit;
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
        description = "Runs scenarios on a real Xen under QEMU, and compares it with the simulated one.",
        sortOptions = false,
        footer = {
            "",
            "Example:",
            "  ./xsplice real fixtures/scenarios/real/hello-bye.yaml",
            "",
            "Exit code: 0 both do the same; 1 they do not, or the real one could not be",
            "asked; 2 bad usage or input; 4 an engine, QEMU or the real Xen is missing,",
            "or the time is over. Of several scenarios, the highest counts."
        })
final class Real implements Callable<Integer> {
    /** So often is a scenario played again in which the real machine alone was late. */
    private static final int AGAIN_MAX = 3;

    /** The small kernel of the first domain is given no more. */
    private static final int CPUS_MAX = 8;

    private final Output output;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "scenarios whose guests are images that make xen has fetched; folders, of which the *.yaml "
                    + "directly in them are taken")
    private List<Path> named;

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
        List<Path> files = ScenarioArguments.files(named);
        return files.size() == 1 ? ask(files.get(0), cache) : askAll(files, cache);
    }

    /** Asks one after the other, and tells at the end which do not agree. */
    private int askAll(List<Path> files, Path cache) throws InterruptedException {
        if (!Files.isDirectory(cache)) {
            return readAll(files);
        }
        Map<Path, Integer> notSame = new LinkedHashMap<>();
        for (Path file : files) {
            output.line(PaintedLine.of(Paint.BOLD, "== " + file));
            int code;
            try {
                code = ask(file, cache);
            } catch (ScenarioException | SimulatorBug | TimeIsOverException e) {
                code = Failure.report(output, e, List.of("real", file.toString()));
            }
            if (code != ExitCode.OK) {
                notSame.put(file, code);
            }
            output.line("");
        }
        output.line(files.size() - notSame.size() + " of " + files.size() + " scenarios agree");
        notSame.forEach((file, code) -> output.line("  exit " + code + "  " + file));
        return notSame.values().stream().mapToInt(code -> code).max().orElse(ExitCode.OK);
    }

    /** Without a real Xen there is still to be said what is wrong with the scenarios. */
    private int readAll(List<Path> files) {
        for (Path file : files) {
            try {
                read(file);
            } catch (ScenarioException e) {
                Failure.report(output, e, List.of("real", file.toString()));
            }
        }
        return noXen();
    }

    private int noXen() {
        output.error("there is no real Xen here yet. `make xen` fetches one, `make real` compares with it");
        return ExitCode.MISSING;
    }

    private Scenario read(Path file) {
        Overrides overrides = new Overrides(
                Optional.ofNullable(cpus), Optional.empty(), Optional.empty(), plane.plane(), Optional.empty());
        return ScenarioReader.read(file, overrides);
    }

    private int ask(Path file, Path cache) throws InterruptedException {
        Scenario scenario = read(file);
        if (!Files.isDirectory(cache)) {
            return noXen();
        }
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
        TimeLimit limit = timeLimit.begin();
        QemuMachine machine = new QemuMachine(xen, scenario.cpus(), work, limit, status::show);
        if (!xen.hasDomain()) {
            Fetcher.fetchDomain(xen);
        }
        if (keep) {
            output.err().println("The files of this run stay in " + work.folder());
        }
        RealTrial trial = RealTrial.play(scenario, work.folder(), () -> limit.check("the simulated host is asked"));
        try {
            RealReport report = trial.compare(machine.run(trial.errand(), Accelerator.here()));
            for (int again = 1; again <= AGAIN_MAX && report.realOneWasLate(); again++) {
                report = trial.compare(machine.run(trial.errand(), Accelerator.here()));
            }
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
