// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.xsplice.text.Formats.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.xsplice.engine.Checkout;
import org.xsplice.fuzz.CaseReplay;
import org.xsplice.fuzz.FoundBug;
import org.xsplice.fuzz.Fuzz;
import org.xsplice.fuzz.FuzzPlan;
import org.xsplice.fuzz.FuzzReport;
import org.xsplice.fuzz.FuzzTarget;
import org.xsplice.fuzz.Histogram;
import org.xsplice.hypervisor.EmbeddedGuest;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code xsplice fuzz}. */
@Command(
        name = "fuzz",
        description = "Damages payloads and hypervisors at random, and looks for bugs in the simulator.",
        sortOptions = false,
        footer = {
            "",
            "Example:",
            "  ./xsplice fuzz --seed 1 --cases 1000",
            "",
            "Exit code: 0 no bug was found; 1 one was found, or --case shows one; 2 bad",
            "usage or input; 4 an engine is missing."
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
            names = "--images",
            paramLabel = "N",
            description =
                    "damages the guest instead of a payload in one of N cases; 0 means never; default ${DEFAULT-VALUE}",
            defaultValue = "20")
    private int images;

    @Option(names = "--workers", paramLabel = "N", description = "threads; by default one for each CPU of your machine")
    private Integer workers;

    @Option(names = "--judged", description = "Xen's own code in the guest decides too, and must agree")
    private boolean judged;

    @Option(names = "--case", paramLabel = "N", description = "repeats only this case; needs --seed")
    private Long only;

    @Option(names = "--write", paramLabel = "FILE", description = "writes the file of --case")
    private Path write;

    FuzzCommand(Output output) {
        this.output = output;
    }

    @Override
    public Integer call() {
        if (only != null && seed == null || write != null && only == null) {
            output.error(only == null ? "--write needs --case" : "--case needs --seed");
            return ExitCode.USAGE;
        }
        try {
            Optional<OutputFile> written = Optional.ofNullable(write).map(OutputFile::at);
            FuzzPlan plan = plan();
            return only == null ? fuzz(plan) : replay(plan, written);
        } catch (IOException e) {
            output.error("cannot read or write " + e.getMessage());
            return ExitCode.USAGE;
        }
    }

    private FuzzPlan plan() throws IOException {
        int threads = workers != null ? workers : Runtime.getRuntime().availableProcessors();
        long chosen = seed != null ? seed : ThreadLocalRandom.current().nextLong(1_000_000_000);
        return new FuzzPlan(targets(), chosen, cases, threads, images, judged);
    }

    private List<FuzzTarget> targets() throws IOException {
        if (guest != null) {
            byte[] file = uncompressed(Files.readAllBytes(guest));
            return List.of(FuzzTarget.of(guest.toString(), file, byRelease(payloads)));
        }
        List<FuzzTarget> targets = new ArrayList<>();
        for (EmbeddedGuest embedded : EmbeddedGuest.values()) {
            List<Path> good = new ArrayList<>(payloads);
            try (Stream<Path> files = Files.list(Checkout.file("fixtures/payloads/" + embedded.variant()))) {
                files.sorted().forEach(good::add);
            }
            targets.add(FuzzTarget.of(embedded.word(), embedded.file(), byRelease(good)));
        }
        return targets;
    }

    private static Map<Profile, List<byte[]>> byRelease(List<Path> good) throws IOException {
        Map<Profile, List<byte[]>> byRelease = new HashMap<>();
        for (Path payload : good) {
            Profile profile = payload.toString().endsWith(".xsplice") ? Profiles.XSPLICE_2016 : Profiles.XEN_4_17;
            byRelease.computeIfAbsent(profile, p -> new ArrayList<>()).add(Files.readAllBytes(payload));
        }
        return byRelease;
    }

    private static byte[] uncompressed(byte[] bytes) throws IOException {
        boolean gzip = bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
        return gzip ? new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes() : bytes;
    }

    private int fuzz(FuzzPlan plan) {
        output.line(format("seed %d, %d cases, %d workers", plan.seed(), plan.cases(), plan.workers()));
        output.flush();
        ProgressBar bar = ProgressBar.on(output);
        FuzzReport report = Fuzz.run(plan, done -> bar.at((int) done, (int) plan.cases()));
        Histogram histogram = report.histogram();
        histogram.lines().forEach(output::line);
        double seconds = report.took().seconds();
        output.line(format("%d cases in %.0f s, %.0f a second", plan.cases(), seconds, plan.cases() / seconds));
        output.line(format(
                "%.1f %% of %d payloads passed the checks of header, sections and section names",
                100.0 * histogram.pastSections() / Math.max(1, histogram.payloads()), histogram.payloads()));
        output.line("checks of an upload that refused no payload: "
                + (histogram.missed().isEmpty() ? "none" : histogram.missed()));
        for (FoundBug finding : report.findings()) {
            output.error(format("case %d: %s", finding.number(), finding.what()));
            output.err().print(finding.trace());
            output.err()
                    .println(format(
                            "To see it again: ./xsplice fuzz --seed %d --case %d --images %d%s",
                            plan.seed(),
                            finding.number(),
                            images,
                            guest == null ? "" : " --guest " + guest + (judged ? " --judged" : "")));
        }
        return report.findings().isEmpty() ? ExitCode.OK : ExitCode.DIFFERENT;
    }

    private int replay(FuzzPlan plan, Optional<OutputFile> written) {
        CaseReplay replay = Fuzz.replay(plan, only);
        written.ifPresent(file -> file.write(replay.file()));
        replay.changes().forEach(change -> output.line("- " + change));
        output.line(replay.outcome());
        return replay.good() ? ExitCode.OK : ExitCode.DIFFERENT;
    }
}
