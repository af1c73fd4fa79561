// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.xsplice.text.Formats.format;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import org.xsplice.explore.Budget;
import org.xsplice.explore.Counterexample;
import org.xsplice.explore.Explore;
import org.xsplice.explore.ExplorePlan;
import org.xsplice.explore.ExploreReport;
import org.xsplice.explore.Limit;
import org.xsplice.explore.Properties;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;
import org.xsplice.scenario.file.ScenarioText;
import org.xsplice.time.Duration;
import org.xsplice.time.TimeLimit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code xsplice explore}. */
@Command(
        name = "explore",
        description = "Searches the orders of events of a scenario for one that breaks a property.",
        sortOptions = false,
        footer = {
            "",
            "Example:",
            "  ./xsplice explore fixtures/scenarios/rendezvous-2cpu.yaml",
            "",
            "Exit code: 0 no violation was found; 1 one was found and written to a file",
            "that ./xsplice run replays; 2 bad usage or input; 4 an engine is missing,",
            "or the time is over.",
            "docs/explore.md tells more."
        })
final class ExploreCommand implements Callable<Integer> {
    private static final int JOBS_MAX = 64;
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int MEBI = 20;
    private static final int GIBI = 30;

    private final Output output;

    @Parameters(paramLabel = "FILE", description = "a scenario file")
    private Path file;

    @Mixin
    private PlaneOption plane = new PlaneOption();

    @ArgGroup
    private Which which = new Which();

    /** Which orders are tried; at most one of these can be given. */
    private static final class Which {
        @Option(names = "--exhaustive", description = "all orders; this is the default")
        private boolean exhaustive;

        @Option(names = "--random", description = "some orders, with random choices")
        private boolean random;

        @Option(names = "--pct", description = "some orders, by priorities that change now and then")
        private boolean pct;

        private ExplorePlan.Mode mode() {
            if (random) {
                return ExplorePlan.Mode.RANDOM;
            }
            return pct ? ExplorePlan.Mode.PCT : ExplorePlan.Mode.EXHAUSTIVE;
        }
    }

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "1000",
            description = "how many orders --random and --pct try; default ${DEFAULT-VALUE}")
    private long runs;

    @Option(
            names = "--depth",
            paramLabel = "N",
            defaultValue = "3",
            description = "for --pct: how many choices must fall right; default ${DEFAULT-VALUE}")
    private int depth;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "decides all random choices; default ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--max-states",
            paramLabel = "N",
            defaultValue = "" + Budget.STATES,
            description = "how many states to remember; default ${DEFAULT-VALUE}")
    private int maxStates;

    @Option(
            names = "--max-memory",
            paramLabel = "SIZE",
            description =
                    "how much of the Java machine's heap may be in use, such as 900m or 3g; by default two thirds of it")
    private String maxMemory;

    @Option(
            names = "--no-reduction",
            description = "tries all orders, also those that differ only in what does not matter")
    private boolean noReduction;

    @Option(names = "--jobs", paramLabel = "N", description = "threads; by default one for each CPU of your machine")
    private Integer jobs;

    @Mixin
    private TimeLimitOption timeLimit = new TimeLimitOption();

    @Option(
            names = "--write",
            paramLabel = "FILE",
            defaultValue = "violation.yaml",
            description = "where to write a violation; default ${DEFAULT-VALUE}")
    private Path write;

    @Spec
    private CommandSpec spec;

    ExploreCommand(Output output) {
        this.output = output;
    }

    @Override
    public Integer call() {
        require(runs > 0, "--runs must be positive, not " + runs);
        require(depth > 0, "--depth must be positive, not " + depth);
        require(maxStates > 0, "--max-states must be positive, not " + maxStates);
        require(jobs == null || jobs > 0 && jobs <= JOBS_MAX, "--jobs must be from 1 to " + JOBS_MAX + ", not " + jobs);
        TimeLimit limit = timeLimit.begin();
        OutputFile written = OutputFile.at(write);
        Scenario scenario = ScenarioReader.read(file, Overrides.NONE.withPlane(plane.plane()));
        int threads = jobs != null ? jobs : Runtime.getRuntime().availableProcessors();
        Budget budget =
                new Budget(maxStates, maxMemory == null ? Budget.ofHeap().bytes() : bytes(maxMemory));
        ExplorePlan plan = new ExplorePlan(which.mode(), runs, depth, seed, budget, !noReduction);
        try (Explore explore = new Explore(scenario, threads)) {
            return print(explore.run(plan, limit, progress(plan)), budget, written);
        }
    }

    private long bytes(String size) {
        long heap = Runtime.getRuntime().maxMemory();
        require(
                size.matches("[1-9][0-9]{0,6}[mMgG]"),
                "--max-memory must be a number of MiB or GiB, as 900m or 3g, not " + size);
        boolean gibi = size.matches(".*[gG]");
        long bytes = Long.parseLong(size.substring(0, size.length() - 1)) << (gibi ? GIBI : MEBI);
        require(
                bytes <= heap,
                "--max-memory " + size + " is more than the heap of " + (heap >> MEBI)
                        + " MiB. A larger one: XSPLICE_JAVA_OPTS=-Xmx" + (bytes * 3 / 2 >> MEBI)
                        + "m ./xsplice explore ...");
        return bytes;
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    /** Shows now and then how far it is. */
    private LongConsumer progress(ExplorePlan plan) {
        ProgressBar bar = ProgressBar.on(output);
        long total = plan.mode() == ExplorePlan.Mode.EXHAUSTIVE ? plan.budget().states() : plan.runs();
        long[] last = {System.nanoTime()};
        return done -> {
            synchronized (bar) {
                boolean shows = System.nanoTime() - last[0] > LOOK.nanos();
                if (shows) {
                    last[0] = System.nanoTime();
                    bar.at((int) Math.min(done, Integer.MAX_VALUE), (int) Math.min(total, Integer.MAX_VALUE));
                }
            }
        };
    }

    private int print(ExploreReport report, Budget budget, OutputFile written) {
        StatusLine.on(output).erase();
        if (report.counterexample().isPresent()) {
            violated(report.counterexample().get(), written);
        }
        double seconds = report.took().seconds();
        line("states", report.states());
        line("transitions", report.transitions());
        line("guest instructions", report.instructions());
        line("depth", report.depth());
        line("runs", report.runs());
        output.line(format(
                "%-20s %,.1f s, %,.0f states/s, %,.0f transitions/s",
                "time", seconds, report.states() / seconds, report.transitions() / seconds));
        if (report.counterexample().isPresent()) {
            output.line("not exhausted: " + report.why());
            return ExitCode.DIFFERENT;
        }
        if (report.left() > 0) {
            output.line(format(
                    "%-20s %,d states, %d or %d choices from the start; not all of their continuations were followed",
                    "left", report.left(), report.depth(), report.depth() + 1));
            output.line(format("%-20s %s", "to go on", wayOn(report.limit(), budget)));
        }
        output.line((report.exhausted() ? "exhausted" : "not exhausted: " + report.why()) + ", 0 violations");
        return report.limit() == Limit.TIME ? ExitCode.MISSING : ExitCode.OK;
    }

    private static String wayOn(Limit limit, Budget budget) {
        if (limit == Limit.STATES) {
            return "--max-states " + 4L * budget.states();
        }
        if (limit == Limit.TIME) {
            return "a longer --time-limit, or none";
        }
        long room = Budget.ofHeap().bytes();
        return budget.bytes() < room
                ? "--max-memory " + (room >> MEBI) + "m"
                : "a larger heap: XSPLICE_JAVA_OPTS=-Xmx"
                        + (Runtime.getRuntime().maxMemory() >> MEBI) * 4 + "m ./xsplice explore ...";
    }

    private void violated(Counterexample found, OutputFile written) {
        String property = found.violation().property();
        String meaning = Properties.meaningOf(property);
        List<String> comment = List.of(
                "In this order of events, this property does not hold: " + (meaning.isEmpty() ? property : meaning)
                        + ".",
                "Found by ./xsplice explore; replay it with ./xsplice run.");
        written.write(text(comment, found));
        output.line("./xsplice run "
                + plane.plane().map(kind -> "--plane " + kind.word() + " ").orElse("") + write);
        ReplayTranscript.violated(output, found.violation());
        output.line(format("  after %d choices", found.choices().choices().size()));
    }

    private String text(List<String> comment, Counterexample found) {
        try {
            return ScenarioText.of(file, write, comment, found.choices());
        } catch (FileSystemException e) {
            throw new InputFileException(file, e);
        } catch (IOException e) {
            throw new InputFileException(e.getMessage()); // which names the file
        }
    }

    private void line(String name, long value) {
        output.line(format("%-20s %,d", name, value));
    }
}
