// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.xsplice.engine.MissingEngineException;
import org.xsplice.event.Event;
import org.xsplice.explore.Replay;
import org.xsplice.input.InputFile;
import org.xsplice.input.InputKind;
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
import org.xsplice.text.Paint;
import org.xsplice.text.PaintedLine;
import org.xsplice.text.Paper;
import org.xsplice.time.TimeIsOverException;
import org.xsplice.time.TimeLimit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code xsplice run}. */
@Command(
        name = "run",
        description = "Runs scenario files and prints what happens.",
        sortOptions = false,
        footer = {
            "",
            "Example:",
            "  ./xsplice run fixtures/scenarios/hello-bye.yaml",
            "  ./xsplice run --quiet fixtures/scenarios",
            "",
            "Exit code: 0 as expected; 1 an expectation failed; 2 bad usage or input;",
            "3 the hypervisor died where no death was expected, or its code needs what is not",
            "emulated; 4 an engine is missing, or the time is over.",
            "Of several scenarios, the highest counts."
        })
final class Run implements Callable<Integer> {
    /** So many times the memory that the events take, which are in it. */
    private static final int TRACE_TAKES = 12;

    private final Output output;
    private final StandardInput input;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description =
                    "scenario files, as docs/scenario-format.md describes them; folders, of which the *.yaml directly in "
                            + "them are taken; - for standard input")
    private List<Path> named;

    @Option(names = "--seed", paramLabel = "N", description = "overrides the seed of the file")
    private Long seed;

    @Option(names = "--cpus", paramLabel = "N", description = "overrides the number of CPUs of the file")
    private Integer cpus;

    @Mixin
    private PlaneOption plane = new PlaneOption();

    @Mixin
    private TimeLimitOption timeLimit = new TimeLimitOption();

    @Option(
            names = "--strict",
            description = "refuses what the hypervisor would accept to its own harm; docs/strict.md lists it")
    private boolean strict;

    @Option(names = "--quiet", description = "prints failures and the verdict only")
    private boolean quiet;

    @Option(names = "--events", description = "also prints every event")
    private boolean events;

    @Option(names = "--timeline", description = "prints what each CPU did, moment by moment")
    private boolean timeline;

    @Option(names = "--trace", paramLabel = "OUT.json", description = "writes a trace for the Perfetto UI")
    private Path trace;

    private TimeLimit limit = TimeLimit.NONE;

    @Spec
    private CommandSpec spec;

    Run(Output output, StandardInput input) {
        this.output = output;
        this.input = input;
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
        limit = timeLimit.begin();
        List<Path> files = ScenarioArguments.files(named);
        if (trace != null && files.size() > 1) {
            throw new ParameterException(
                    spec.commandLine(), "--trace is for one scenario; here are " + files.size() + " of them");
        }
        Optional<OutputFile> written = Optional.ofNullable(trace).map(OutputFile::at);
        return files.size() == 1 ? run(files.get(0), overrides, written) : runAll(files, overrides);
    }

    /** Runs them one after the other, and tells at the end how each that did not pass has ended. */
    private int runAll(List<Path> files, Overrides overrides) {
        Map<Path, Integer> notPassed = new LinkedHashMap<>();
        for (Path file : files) {
            output.line(PaintedLine.of(Paint.BOLD, "== " + file));
            int code;
            try {
                code = run(file, overrides, Optional.empty());
            } catch (ScenarioException | SimulatorBug | TimeIsOverException e) {
                code = Failure.report(output, e, List.of("run", file.toString()));
            }
            if (code != ExitCode.OK) {
                notPassed.put(file, code);
            }
            output.line("");
        }
        output.line(files.size() - notPassed.size() + " of " + files.size() + " scenarios ended as expected");
        notPassed.forEach((file, code) -> output.line("  exit " + code + "  " + file));
        return notPassed.values().stream().mapToInt(code -> code).max().orElse(ExitCode.OK);
    }

    private int run(Path file, Overrides overrides, Optional<OutputFile> written) {
        Scenario scenario = read(file, overrides);
        if (scenario.choices().isPresent()) {
            ReplayTranscript transcript = new ReplayTranscript(output, quiet, limit);
            Replay.Result result = transcript.run(scenario);
            report(scenario, Moments.numbered(result.events()), written);
            return transcript.verdict(result);
        }
        Transcript transcript = new Transcript(output.style(), detail(), output.width(), output::line);
        transcript.header(scenario);
        ScenarioResult result = run(scenario, transcript);
        report(scenario, result.events(), written);
        transcript.verdict(result);
        return switch (result.verdict()) {
            case PASSED -> ExitCode.OK;
            case FAILED, DISAGREED -> ExitCode.DIFFERENT;
            case DIED, NOT_EMULATED -> ExitCode.DIED;
        };
    }

    private Scenario read(Path file, Overrides overrides) {
        if (!file.equals(ScenarioArguments.STANDARD_INPUT)) {
            return ScenarioReader.read(file, overrides);
        }
        try {
            return ScenarioReader.read(file, InputFile.read(input.stream(), InputKind.SCENARIO), overrides);
        } catch (IOException e) {
            throw new InputFileException(file, e);
        }
    }

    /** Tells what happened in other ways, as far as asked for. */
    private void report(Scenario scenario, List<Event> events, Optional<OutputFile> written) {
        if (timeline) {
            Timeline.write(new Paper(output.style(), output.width(), output::line), scenario.cpus(), events);
        }
        written.ifPresent(file -> file.write(ChromeTrace.of(scenario.title(), scenario.cpus(), events)));
    }

    private ScenarioResult run(Scenario scenario, Transcript transcript) {
        try {
            StatusLine status = StatusLine.on(output);
            int steps = scenario.steps().size();
            return ScenarioRunner.run(
                    scenario,
                    trace == null ? 1 : TRACE_TAKES,
                    new RunProgress(steps, limit, status, System::nanoTime, transcript::step));
        } catch (ScenarioException | MissingEngineException | TimeIsOverException e) {
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
