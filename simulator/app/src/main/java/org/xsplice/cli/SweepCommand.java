// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.xsplice.text.Formats.format;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;
import org.xsplice.scenario.step.Action;
import org.xsplice.sweep.Cell;
import org.xsplice.sweep.Sweep;
import org.xsplice.sweep.SweepJson;
import org.xsplice.sweep.SweepPlan;
import org.xsplice.sweep.SweepPlot;
import org.xsplice.sweep.SweepTable;
import org.xsplice.text.Visible;
import org.xsplice.time.Duration;
import org.xsplice.time.TimeLimit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code xsplice sweep}. */
@Command(
        name = "sweep",
        description = {
            "Runs a scenario with different numbers of CPUs, timeouts and loads, and shows how often it succeeds. "
                    + "Use it to find out why a payload cannot be applied on a big host.",
            "Values are lists (1,2,8) or ranges (1..64), whose members double."
        },
        sortOptions = false,
        footer = {
            "",
            "Example:",
            "  ./xsplice sweep fixtures/scenarios/sweep-stolen.yaml --runs 5",
            "",
            "Exit code: 0 the runs are done, however they ended; 2 bad usage or input; 4",
            "an engine is missing, or the time is over."
        })
final class SweepCommand implements Callable<Integer> {
    private static final int CELLS_MAX = 10_000;
    private static final int SEEDS_MAX = 10_000;
    private static final int JOBS_MAX = 256;
    /** How long CPUs took is kept of each action. */
    private static final int TIMES_MAX = 500_000;

    private final Output output;

    @Parameters(paramLabel = "SCENARIO", description = "a scenario file with activities (the key \"workload\")")
    private Path file;

    @Mixin
    private PlaneOption plane = new PlaneOption();

    @Option(
            names = "--cpus",
            paramLabel = "LIST",
            description = "numbers of CPUs, from 1 to 64; default ${DEFAULT-VALUE}",
            defaultValue = "1..64")
    private String cpus;

    @Option(
            names = "--timeout",
            paramLabel = "LIST",
            description = "timeouts of the scenario's actions; default ${DEFAULT-VALUE}",
            defaultValue = "1ms..30ms")
    private String timeouts;

    @Option(
            names = "--load",
            paramLabel = "LIST",
            description = "factors on the duration of activities; default ${DEFAULT-VALUE}",
            defaultValue = "1")
    private String loads;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "runs of each combination, with N seeds; default ${DEFAULT-VALUE}",
            defaultValue = "20")
    private int runs;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "the first seed; default ${DEFAULT-VALUE}",
            defaultValue = "1")
    private long seed;

    @Option(names = "--jobs", paramLabel = "N", description = "threads; by default one for each CPU of your machine")
    private Integer jobs;

    @Mixin
    private TimeLimitOption timeLimit = new TimeLimitOption();

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "folder for sweep.csv, sweep.json and sweep.svg; by default they are not written")
    private Path folder;

    @Spec
    private CommandSpec spec;

    SweepCommand(Output output) {
        this.output = output;
    }

    @Override
    public Integer call() {
        TimeLimit limit = timeLimit.begin();
        SweepPlan plan = plan();
        Optional<OutputFolder> written = Optional.ofNullable(folder).map(OutputFolder::at);
        int threads = jobs != null
                ? within("--jobs", jobs, JOBS_MAX)
                : Runtime.getRuntime().availableProcessors();
        Scenario first = plan.scenario().apply(plan.cpus().get(0));
        long times = (long) plan.runs() * actions(first);
        if (times > TIMES_MAX) {
            throw new ParameterException(
                    spec.commandLine(),
                    times + " actions in all runs are more than " + TIMES_MAX
                            + "; give shorter lists, or fewer --runs");
        }
        String title = first.title();
        output.line(title);
        output.line(format(
                "%d runs: %d numbers of CPUs, %d timeouts, %d loads, seeds %d to %d",
                plan.runs(),
                plan.cpus().size(),
                plan.timeouts().size(),
                plan.loads().size(),
                seed,
                seed + runs - 1));
        output.flush();
        ProgressBar bar = ProgressBar.on(output);
        List<Cell> cells = Sweep.run(plan, threads, limit, done -> {
            synchronized (bar) {
                bar.at(done, plan.runs());
            }
        });
        output.line("");
        SweepTable.lines(cells).forEach(output::line);
        other(cells);
        if (!cells.isEmpty()) {
            written.ifPresent(target -> write(target, title, cells));
        }
        int wanted = plan.cpus().size() * plan.timeouts().size() * plan.loads().size();
        return cells.size() == wanted
                ? ExitCode.OK
                : TimeLimitOption.over(
                        output, limit, format("%d of %d combinations are done, and are above", cells.size(), wanted));
    }

    private static long actions(Scenario scenario) {
        return scenario.steps().stream()
                .filter(step -> step.operation() instanceof Action)
                .count();
    }

    private SweepPlan plan() {
        List<Integer> counts = values("--cpus", cpus, SweepValues::cpus).stream()
                .map(Long::intValue)
                .toList();
        List<Duration> times = values("--timeout", timeouts, SweepValues::durations).stream()
                .map(Duration::ofNanos)
                .toList();
        List<Integer> factors = values("--load", loads, SweepValues::factors).stream()
                .map(Long::intValue)
                .toList();
        within("--runs", runs, SEEDS_MAX);
        long cells = (long) counts.size() * times.size() * factors.size();
        if (cells > CELLS_MAX) {
            throw new ParameterException(
                    spec.commandLine(),
                    cells + " combinations are too many (at most " + CELLS_MAX + "); give shorter lists");
        }
        return new SweepPlan(this::scenario, counts, times, factors, runs, seed);
    }

    private Scenario scenario(int cpuCount) {
        return ScenarioReader.read(file, Overrides.NONE.withCpus(cpuCount).withPlane(plane.plane()));
    }

    private interface Values {
        List<Long> read(String text);
    }

    private List<Long> values(String option, String text, Values values) {
        try {
            return values.read(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), option + " " + text + ": " + e.getMessage());
        }
    }

    private int within(String option, int number, int max) {
        if (number < 1 || number > max) {
            throw new ParameterException(spec.commandLine(), option + " must be from 1 to " + max + ", not " + number);
        }
        return number;
    }

    /** Tells of runs that did not fail by a timeout, since the table does not show them. */
    private void other(List<Cell> cells) {
        cells.stream().filter(cell -> cell.failed() > 0).findFirst().ifPresent(cell -> {
            output.line("");
            output.line(format(
                    "%d runs failed, but not by a timeout. To see one of them, with %d CPUs, run",
                    cells.stream().mapToInt(Cell::failed).sum(), cell.cpus()));
            output.line(format("  ./xsplice run %s --cpus %d --seed %d", file, cell.cpus(), seed));
        });
    }

    private void write(OutputFolder target, String title, List<Cell> cells) {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        contents.put("sweep.csv", bytes(SweepTable.csv(cells)));
        contents.put("sweep.json", bytes(SweepJson.of(file.getFileName().toString(), title, seed, cells)));
        contents.put("sweep.svg", bytes(SweepPlot.of(title, cells)));
        List<Path> files = target.write(contents);
        output.line("");
        output.line("written: " + files.stream().map(Path::toString).collect(Collectors.joining(" ")));
    }

    private static byte[] bytes(String text) {
        return Visible.text(text).getBytes(StandardCharsets.UTF_8);
    }
}
