// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.xsplice.coverage.Coverage;
import org.xsplice.engine.Checkout;
import org.xsplice.host.PlaneKind;
import org.xsplice.judge.BadFolderException;
import org.xsplice.judge.Conformance;
import org.xsplice.judge.Summary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code xsplice conformance}. */
@Command(
        name = "conformance",
        description = "Repeats what a real Xen was recorded to do, and prints every difference.",
        sortOptions = false,
        footer = {
            "",
            "Example:",
            "  ./xsplice conformance RECORDED --plane both",
            "",
            "Exit code: 0 all is as recorded; 1 there are differences; 2 bad usage or",
            "input; 4 an engine is missing."
        })
final class Conform implements Callable<Integer> {
    private static final String KNOWN = "fixtures/xen/known-differences.yaml";

    private final Output output;

    @Parameters(
            paramLabel = "DIR",
            arity = "1..*",
            description = "folders with xen-syms.gz, payloads, mutants, and lists of recorded cases")
    private List<Path> folders;

    @Option(
            names = "--plane",
            paramLabel = "PLANE",
            defaultValue = "model",
            converter = PlaneName.class,
            description = "which plane must agree with the recordings: model, xen or both (default: ${DEFAULT-VALUE})")
    private PlaneKind plane;

    @Mixin
    private CoverageOption coverage = new CoverageOption();

    Conform(Output output) {
        this.output = output;
    }

    @Override
    public Integer call() {
        Optional<Coverage> counted = coverage.begin(plane);
        try {
            boolean passed = true;
            List<String> scores = new ArrayList<>();
            for (Path folder : folders) {
                passed &= compare(folder, counted, scores);
            }
            coverage.end(output);
            scores.forEach(output::line);
            return passed ? ExitCode.OK : ExitCode.DIFFERENT;
        } catch (BadFolderException e) {
            output.error(e.getMessage());
            return ExitCode.USAGE;
        }
    }

    private boolean compare(Path folder, Optional<Coverage> counted, List<String> scores) throws BadFolderException {
        ProgressBar bar = ProgressBar.on(output);
        Conformance recorded = Conformance.open(folder, Checkout.file(KNOWN), plane);
        Summary summary = recorded.run(bar.below(output::line), bar, counted);
        if (summary.tooManyKnown()) {
            output.error(KNOWN + " lists too many known differences: more than one step in fifty");
        }
        String which = folders.size() == 1 ? "" : recorded.release() + ": ";
        scores.add(which + summary.line());
        return summary.passed();
    }
}
