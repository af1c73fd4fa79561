// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.xsplice.text.Formats.format;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.xsplice.compare.CaseFiles;
import org.xsplice.compare.Compare;
import org.xsplice.compare.ComparePlan;
import org.xsplice.compare.CompareReport;
import org.xsplice.compare.FoundDifference;
import org.xsplice.compare.KnownDisagreements;
import org.xsplice.engine.Checkout;
import org.xsplice.host.PlaneKind;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.recognition.ReleaseChoice;
import org.xsplice.recognition.UnknownReleaseException;
import org.xsplice.time.Duration;
import org.xsplice.time.TimeLimit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code xsplice compare}. */
@Command(
        name = "compare",
        description = "Makes random scenarios, and looks for differences between the model and Xen's own code.",
        sortOptions = false,
        footer = {
            "",
            "Example:",
            "  ./xsplice compare --cases 200 --seed 1",
            "",
            "Exit code: 0 no unknown difference; 1 there is one; 2 bad usage or",
            "input; 4 an engine or the hypervisor is missing, or the time is over."
        })
final class CompareCommand implements Callable<Integer> {
    private static final String KNOWN = "fixtures/xen/known-differences.yaml";
    private static final String FETCHED = ".xen/current/xen-syms";
    private static final String REPLAY = "./xsplice run --plane both";

    private final Output output;

    @Option(
            names = "--guest",
            paramLabel = "FILE",
            description = "a xen-syms; by default the one that make xen has fetched")
    private Path guest;

    @Option(
            names = "--cases",
            paramLabel = "N",
            defaultValue = "1000",
            description = "how many scenarios; default ${DEFAULT-VALUE}")
    private long cases;

    @Option(names = "--time", paramLabel = "S", description = "begins no new scenario after S seconds")
    private Long seconds;

    @Mixin
    private TimeLimitOption timeLimit = new TimeLimitOption();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "decides all random choices; by default another one each time")
    private Long seed;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "threads; they change only the time it takes; by default one for each CPU of your machine")
    private Integer jobs;

    @Option(
            names = "--write",
            paramLabel = "DIR",
            defaultValue = "differences",
            description = "folder for scenarios that show a difference; default ${DEFAULT-VALUE}")
    private Path folder;

    @Mixin
    private CoverageOption coverage = new CoverageOption();

    @Spec
    private CommandSpec spec;

    private TimeLimit limit = TimeLimit.NONE;

    CompareCommand(Output output) {
        this.output = output;
    }

    @Override
    public Integer call() {
        if (cases < 1 || seconds != null && seconds < 1 || jobs != null && jobs < 1) {
            throw new ParameterException(spec.commandLine(), "--cases, --time and --jobs must be at least 1");
        }
        limit = timeLimit.begin();
        boolean counted = coverage.begin(PlaneKind.BOTH).isPresent();
        Path image = guest != null ? guest : Checkout.file(FETCHED);
        if (guest == null && !Files.isRegularFile(image)) {
            output.error("there is no hypervisor to compare with: no " + FETCHED
                    + ". Fetch Debian's with `make xen`, or name one with --guest FILE.");
            return ExitCode.MISSING;
        }
        OutputFolder written = OutputFolder.at(folder);
        try {
            return compare(plan(image, counted), image, written);
        } catch (UnknownReleaseException e) {
            output.error(image + ": " + e.getMessage());
            return ExitCode.USAGE;
        }
    }

    private ComparePlan plan(Path path, boolean counted) {
        HypervisorImage image = open(path);
        return new ComparePlan(
                image,
                ReleaseChoice.recognised(image),
                seed != null ? seed : ThreadLocalRandom.current().nextLong(1_000_000_000),
                cases,
                Optional.ofNullable(seconds).map(Duration::ofSeconds),
                jobs != null ? jobs : Runtime.getRuntime().availableProcessors(),
                counted,
                known());
    }

    private static HypervisorImage open(Path image) {
        try {
            return HypervisorImage.open(image);
        } catch (IOException e) {
            throw new InputFileException(image, e);
        }
    }

    private static KnownDisagreements known() {
        Path file = Checkout.file(KNOWN);
        try {
            return KnownDisagreements.read(file);
        } catch (FileSystemException e) {
            throw new InputFileException(file, e);
        } catch (IOException e) {
            throw new InputFileException(e.getMessage()); // which names the file, and what is wrong in it
        }
    }

    private int compare(ComparePlan plan, Path image, OutputFolder written) {
        output.line(format("seed %d, %d cases, %d jobs", plan.seed(), plan.cases(), plan.jobs()));
        output.flush();
        ProgressBar bar = ProgressBar.on(output);
        CompareReport report = Compare.run(plan, limit, done -> bar.at((int) done, (int) plan.cases()));
        bar.at(1, 1);
        report.mix().lines().forEach(output::line);
        for (FoundDifference difference : report.differences()) {
            tell(difference, plan, image, written);
        }
        if (counted(plan, report)) {
            coverage.end(output);
        }
        output.line(summary(report));
        if (report.unexplained() == 0 && report.cases() < plan.cases() && limit.over()) {
            return TimeLimitOption.over(output, limit, format("%d of %d cases are done", report.cases(), plan.cases()));
        }
        return report.unexplained() == 0 ? ExitCode.OK : ExitCode.DIFFERENT;
    }

    private boolean counted(ComparePlan plan, CompareReport report) {
        coverage.begin(PlaneKind.BOTH).ifPresent(all -> all.add(report.coverage()));
        return plan.coverage();
    }

    private void tell(FoundDifference found, ComparePlan plan, Path image, OutputFolder written) {
        OutputFolder place = written.below(format("seed-%d-case-%d", plan.seed(), found.number()));
        Path file = place.path().resolve(CaseFiles.SCENARIO);
        Map<String, byte[]> contents = new TreeMap<>();
        found.scenario()
                .files(image, REPLAY + " " + file)
                .forEach((name, content) -> contents.put(name, content.toArray()));
        place.write(contents);
        output.error(
                format("case %d, and %d more of this kind: %s", found.number(), found.times() - 1, found.disagreement())
                        .lines()
                        .toList());
        output.err()
                .println(format(
                        "%d steps on %d CPUs show it: %s %s",
                        found.scenario().steps(), found.scenario().cpus(), REPLAY, file));
    }

    private static String summary(CompareReport report) {
        double took = report.took().seconds();
        long steps = report.mix().steps();
        return format(
                "%d cases, %d steps (%.0f a second; %.1f %% on a loaded payload), %d known differences, %d unexplained",
                report.cases(),
                steps,
                steps / took,
                100.0 * report.mix().onLoaded() / Math.max(1, steps),
                report.known(),
                report.unexplained());
    }
}
