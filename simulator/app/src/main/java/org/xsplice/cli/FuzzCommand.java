// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.xsplice.text.Formats.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.xsplice.engine.Checkout;
import org.xsplice.fuzz.CaseReplay;
import org.xsplice.fuzz.FoundBug;
import org.xsplice.fuzz.Fuzz;
import org.xsplice.fuzz.FuzzKind;
import org.xsplice.fuzz.FuzzPlan;
import org.xsplice.fuzz.FuzzReport;
import org.xsplice.fuzz.FuzzTarget;
import org.xsplice.fuzz.Histogram;
import org.xsplice.fuzz.TestedCommands;
import org.xsplice.hypervisor.EmbeddedGuest;
import org.xsplice.input.InputFile;
import org.xsplice.input.InputKind;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.recognition.ReleaseChoice;
import org.xsplice.recognition.UnknownReleaseException;
import org.xsplice.refusal.Check;
import org.xsplice.text.NearMiss;
import org.xsplice.time.TimeLimit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code xsplice fuzz}. */
@Command(
        name = "fuzz",
        description = {
            "Damages payloads, scenarios, orders of events and hypervisors at random, and looks for bugs in the simulator."
        },
        sortOptions = false,
        footer = {
            "",
            "Example:",
            "  ./xsplice fuzz --seed 1 --cases 1000",
            "",
            "Exit code: 0 no bug was found; 1 one was found, or --case shows one; 2 bad",
            "usage or input; 4 an engine is missing, or the time is over."
        })
final class FuzzCommand implements Callable<Integer> {
    private final Output output;

    @Parameters(
            paramLabel = "PAYLOAD",
            arity = "0..*",
            description = "a folder of good payloads for the guest; they are damaged too, beside those that fuzz makes")
    private List<Path> payloads = List.of();

    @Option(names = "--guest", paramLabel = "FILE", description = "a xen-syms; by default the embedded guest")
    private Path guest;

    @Option(
            names = "--cases",
            paramLabel = "N",
            description = "how many files; default ${DEFAULT-VALUE}",
            defaultValue = "20000")
    private long cases;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "decides all random choices; by default another one each time")
    private Long seed;

    @Option(
            names = "--kinds",
            paramLabel = "KIND",
            split = ",",
            description =
                    "what is damaged: some of payloads, scenarios, choices, images and bootfiles; by default all, the "
                            + "quick ones more often")
    private List<String> words = List.of();

    @Option(names = "--workers", paramLabel = "N", description = "threads; by default one for each CPU of your machine")
    private Integer workers;

    @Mixin
    private TimeLimitOption timeLimit = new TimeLimitOption();

    @Option(names = "--judged", description = "Xen's own code in the guest decides too, and must agree")
    private boolean judged;

    @Option(
            names = "--release",
            paramLabel = "RELEASE",
            description =
                    "the release whose loader they meet; by default each series in turn, with --judged that of the guest")
    private String release;

    @Option(
            names = "--sweep",
            description = "damages nothing but the hypervisor: each field of each header gets each border value")
    private boolean sweep;

    @Option(names = "--case", paramLabel = "N", description = "repeats only this case; needs --seed")
    private Long only;

    @Option(names = "--write", paramLabel = "FILE", description = "writes the file of --case")
    private Path write;

    @Spec
    private CommandSpec spec;

    FuzzCommand(Output output) {
        this.output = output;
    }

    @Override
    public Integer call() {
        if (only != null && seed == null && !sweep || write != null && only == null) {
            output.error(only == null ? "--write needs --case" : "--case needs --seed");
            return ExitCode.USAGE;
        }
        Set<FuzzKind> kinds = kinds();
        Optional<OutputFile> written = Optional.ofNullable(write).map(OutputFile::at);
        FuzzPlan plan;
        try {
            plan = plan(kinds);
        } catch (UnknownReleaseException e) {
            output.error(e.getMessage());
            return ExitCode.USAGE;
        }
        return only == null ? fuzz(plan) : replay(plan, written);
    }

    private Set<FuzzKind> kinds() {
        List<String> known = Stream.of(FuzzKind.values()).map(FuzzKind::word).toList();
        Set<FuzzKind> kinds = EnumSet.noneOf(FuzzKind.class);
        for (String word : words) {
            kinds.add(FuzzKind.of(word)
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(),
                            "--kinds takes " + String.join(", ", known) + ", not \"" + word + "\""
                                    + suggestion(word, known))));
        }
        return kinds.isEmpty() ? EnumSet.allOf(FuzzKind.class) : kinds;
    }

    private static String suggestion(String word, List<String> known) {
        String near = NearMiss.of(word, known);
        return near.isEmpty() ? "" : "; did you mean " + near + "?";
    }

    private FuzzPlan plan(Set<FuzzKind> kinds) {
        int threads = workers != null ? workers : Runtime.getRuntime().availableProcessors();
        long chosen = seed != null ? seed : ThreadLocalRandom.current().nextLong(1_000_000_000);
        List<FuzzTarget> targets = targets();
        return sweep
                ? FuzzPlan.sweep(targets, threads)
                : new FuzzPlan(
                        targets, releases(targets), commands(kinds), kinds, chosen, cases, threads, judged, false);
    }

    private List<Profile> releases(List<FuzzTarget> targets) {
        if (release != null) {
            return List.of(Profiles.named(release)
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(),
                            format("--release: there is no release \"%s\"; use %s", release, ReleaseChoice.names()))));
        }
        return judged ? List.of(ReleaseChoice.recognised(targets.get(0).image())) : Profiles.all();
    }

    private List<FuzzTarget> targets() {
        if (guest != null) {
            return List.of(FuzzTarget.of(guest.toString(), read(guest), byRelease(payloads)));
        }
        List<FuzzTarget> targets = new ArrayList<>();
        for (EmbeddedGuest embedded : EmbeddedGuest.values()) {
            List<Path> good = new ArrayList<>(payloads);
            good.addAll(in(Checkout.file("fixtures/payloads/" + embedded.variant())));
            targets.add(FuzzTarget.of(embedded.word(), embedded.file(), byRelease(good)));
        }
        return targets;
    }

    /** Takes the scenarios of the project; what they name is found from wherever they are read. */
    private static TestedCommands commands(Set<FuzzKind> kinds) {
        List<byte[]> replayed = scenarios("models");
        List<byte[]> all = new ArrayList<>(scenarios(""));
        all.addAll(scenarios("labs"));
        all.addAll(replayed);
        return TestedCommands.of(RepeatedProgram::new, all, kinds.contains(FuzzKind.CHOICES) ? replayed : List.of());
    }

    private static List<byte[]> scenarios(String folder) {
        Path from = Checkout.file("fixtures/scenarios").resolve(folder);
        return ScenarioArguments.files(List.of(from)).stream()
                .map(FuzzCommand::absolute)
                .toList();
    }

    private static byte[] absolute(Path file) {
        try {
            String text = new String(InputFile.read(file, InputKind.SCENARIO), StandardCharsets.UTF_8);
            String up = file.toAbsolutePath().getParent().resolve("..") + "/";
            return text.replaceAll("(?<!/)\\.\\./", Matcher.quoteReplacement(up))
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InputFileException(file, e);
        }
    }

    private static List<Path> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new InputFileException(folder, e);
        }
    }

    private static Map<Profile, List<byte[]>> byRelease(List<Path> good) {
        Map<Profile, List<byte[]>> byRelease = new HashMap<>();
        for (Path payload : good) {
            Profile profile = payload.toString().endsWith(".xsplice") ? Profiles.XSPLICE_2016 : Profiles.XEN_4_17;
            byRelease.computeIfAbsent(profile, p -> new ArrayList<>()).add(content(payload));
        }
        return byRelease;
    }

    private static byte[] content(Path payload) {
        try {
            return InputFile.read(payload, InputKind.PAYLOAD);
        } catch (IOException e) {
            throw new InputFileException(payload, e);
        }
    }

    private static byte[] read(Path image) {
        try {
            return InputFile.unpacked(image, InputKind.IMAGE);
        } catch (IOException e) {
            throw new InputFileException(image, e);
        }
    }

    private int fuzz(FuzzPlan plan) {
        output.line((sweep ? "" : "seed " + plan.seed() + ", ")
                + format("%d cases, %d workers", plan.cases(), plan.workers()));
        output.flush();
        ProgressBar bar = ProgressBar.on(output);
        TimeLimit limit = timeLimit.begin();
        FuzzReport report = Fuzz.run(plan, limit, done -> bar.at((int) done, (int) plan.cases()));
        Histogram histogram = report.histogram();
        histogram.lines().forEach(output::line);
        double seconds = report.took().seconds();
        output.line(format("%d cases in %.0f s, %.0f a second", report.cases(), seconds, report.cases() / seconds));
        if (!sweep && plan.kinds().contains(FuzzKind.PAYLOADS)) {
            output.line(format(
                    "%.1f %% of %d payloads passed the checks of header, sections and section names",
                    100.0 * histogram.pastSections() / Math.max(1, histogram.payloads()), histogram.payloads()));
            Set<Check> missed = histogram.missed(plan.profiles());
            output.line("checks of an upload that refused no payload: " + (missed.isEmpty() ? "none" : missed));
        }
        if (plan.kinds().contains(FuzzKind.IMAGES)) {
            report.fields().lines().forEach(output::line);
        }
        for (FoundBug finding : report.findings()) {
            output.error(format("case %d: %s", finding.number(), finding.what()));
            output.err().print(finding.trace());
            output.err().println("To see it again: " + again(plan, finding));
        }
        if (report.findings().isEmpty() && report.cases() < plan.cases() && limit.over()) {
            return TimeLimitOption.over(output, limit, format("%d of %d cases are done", report.cases(), plan.cases()));
        }
        return report.findings().isEmpty() ? ExitCode.OK : ExitCode.DIFFERENT;
    }

    private String again(FuzzPlan plan, FoundBug finding) {
        String which = sweep
                ? "--sweep"
                : format(
                        "--seed %d%s%s",
                        plan.seed(), words.isEmpty() ? "" : " --kinds " + String.join(",", words), of());
        return format(
                "./xsplice fuzz %s --case %d%s%s",
                which, finding.number(), guest == null ? "" : " --guest " + guest, judged ? " --judged" : "");
    }

    private String of() {
        return release == null ? "" : " --release " + release;
    }

    private int replay(FuzzPlan plan, Optional<OutputFile> written) {
        CaseReplay replay = Fuzz.replay(plan, only);
        written.ifPresent(file -> file.write(replay.file()));
        replay.changes().forEach(change -> output.line("- " + change));
        output.document(replay.outcome());
        return replay.good() ? ExitCode.OK : ExitCode.DIFFERENT;
    }
}
