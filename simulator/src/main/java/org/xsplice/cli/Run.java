// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.xsplice.engine.MissingEngineException;
import org.xsplice.event.Event;
import org.xsplice.report.ChromeTrace;
import org.xsplice.report.Moments;
import org.xsplice.report.Timeline;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.ScenarioException;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;
import org.xsplice.scenario.print.Transcript;
import org.xsplice.scenario.run.ScenarioResult;
import org.xsplice.scenario.run.ScenarioRunner;
import org.xsplice.text.Paper;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code xsplice run}. */
@Command(name = "run", description = "Runs a scenario file and prints what happens.", sortOptions = false)
final class Run implements Callable<Integer> {
    private final Output output;

    @Parameters(paramLabel = "FILE", description = "a scenario file; docs/scenario-format.md tells what is in one")
    private Path file;

    @Option(names = "--seed", paramLabel = "N", description = "takes the place of the file's seed")
    private Long seed;

    @Option(names = "--cpus", paramLabel = "N", description = "takes the place of the file's number of CPUs")
    private Integer cpus;

    @Mixin
    private PlaneOption plane = new PlaneOption();

    @Option(
            names = "--strict",
            description = "refuses what the hypervisor would accept to its own harm; docs/strict.md lists it")
    private boolean strict;

    @Option(names = "--quiet", description = "prints failures and the verdict only")
    private boolean quiet;

    @Option(names = "--events", description = "prints every event as well")
    private boolean events;

    @Option(names = "--timeline", description = "prints what each CPU did, moment by moment")
    private boolean timeline;

    @Option(names = "--trace", paramLabel = "OUT.json", description = "writes a trace, to be opened in the Perfetto UI")
    private Path trace;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "prints this and ends")
    private boolean help;

    @Spec
    private CommandSpec spec;

    Run(Output output) {
        this.output = output;
    }

    @Override
    public Integer call() {
        if (cpus != null && (cpus < 1 || cpus > ScenarioReader.CPUS_MAX)) {
            throw new ParameterException(
                    spec.commandLine(), "--cpus must be from 1 to " + ScenarioReader.CPUS_MAX + ", not " + cpus);
        }
        Overrides overrides = new Overrides(
                Optional.ofNullable(cpus),
                Optional.ofNullable(seed),
                Optional.empty(),
                plane.plane(),
                strict ? Optional.of(true) : Optional.empty());
        Scenario scenario = ScenarioReader.read(file, overrides);
        if (scenario.choices().isPresent()) {
            return new ReplayTranscript(output, quiet).run(scenario);
        }
        Transcript transcript = new Transcript(output.style(), detail(), output.width(), output::line);
        transcript.header(scenario);
        ScenarioResult result = run(scenario, transcript);
        if (!report(result)) {
            return ExitCode.USAGE;
        }
        transcript.verdict(result);
        return switch (result.verdict()) {
            case PASSED -> ExitCode.OK;
            case FAILED, DISAGREED -> ExitCode.DIFFERENT;
            case DIED -> ExitCode.DIED;
        };
    }

    /** Tells what happened in other ways, as far as asked for; returns false where that cannot be written. */
    private boolean report(ScenarioResult result) {
        Scenario scenario = result.scenario();
        List<Event> told = scenario.choices().isPresent() ? Moments.numbered(result.events()) : result.events();
        if (timeline) {
            Timeline.write(new Paper(output.style(), output.width(), output::line), scenario.cpus(), told);
        }
        if (trace != null) {
            try {
                Files.writeString(trace, ChromeTrace.of(scenario.title(), scenario.cpus(), told));
            } catch (IOException e) {
                output.error("cannot write " + trace + ": " + e.getMessage());
                return false;
            }
        }
        return true;
    }

    private static ScenarioResult run(Scenario scenario, Transcript transcript) {
        try {
            return ScenarioRunner.run(scenario, transcript::step);
        } catch (ScenarioException | MissingEngineException e) {
            throw e;
        } catch (RuntimeException | AssertionError e) {
            throw new SimulatorBug(e, replay(scenario));
        }
    }

    private static List<String> replay(Scenario scenario) {
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                scenario.file(),
                "--plane",
                scenario.plane().word(),
                "--cpus",
                Integer.toString(scenario.cpus()),
                "--seed",
                Long.toString(scenario.seed())));
        if (scenario.profile().strict()) {
            arguments.add("--strict");
        }
        return arguments;
    }

    private Transcript.Detail detail() {
        if (events) {
            return Transcript.Detail.EVENTS;
        }
        return quiet ? Transcript.Detail.VERDICT : Transcript.Detail.STEPS;
    }
}
