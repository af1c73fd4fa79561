// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.print;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.xsplice.hypervisor.Death;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.Schedule;
import org.xsplice.scenario.run.ScenarioResult;
import org.xsplice.scenario.run.StepResult;
import org.xsplice.scenario.run.TextProof;
import org.xsplice.scenario.run.Verdict;
import org.xsplice.text.Paint;
import org.xsplice.text.PaintedLine;
import org.xsplice.text.Paper;
import org.xsplice.text.Style;

/** Writes a run for people. Everything it says comes from the scenario, the results and their events. */
public final class Transcript {
    private static final String HANGING = "        ";

    /** How much is written. */
    public enum Detail {
        /** Failures and the verdict. */
        VERDICT,
        /** What people want to see. */
        STEPS,
        /** The same, and every event. */
        EVENTS
    }

    private final Detail detail;
    private final Paper paper;
    private final Lateness lateness = new Lateness();

    /**
     * @param style how the lines will be shown
     * @param width of a line, in characters; at least 80
     * @param out takes each line
     */
    public Transcript(Style style, Detail detail, int width, Consumer<PaintedLine> out) {
        this.detail = detail;
        paper = new Paper(style, width, out);
    }

    /** Writes what is going to be run. */
    public void header(Scenario scenario) {
        if (detail == Detail.VERDICT) {
            return;
        }
        paper.wrapped(Paint.BOLD, "", "  ", scenario.title());
        head(
                "guest",
                scenario.guest().name() + ", build-id "
                        + scenario.guest().image().buildId());
        String build = scenario.profile().debugBuild() ? "debug build" : "release build";
        head("release", scenario.profile().name() + ", " + build);
        if (scenario.profile().strict()) {
            head("strict", "xsplice refuses what the release accepts to its own harm");
        }
        switch (scenario.plane()) {
            case MODEL -> {}
            case XEN -> head("plane", "xen: the guest's own code decides");
            case BOTH -> head("plane", "both: the model and the guest's own code, compared");
        }
        String order = scenario.schedule() == Schedule.RANDOM
                ? "random order, seed " + scenario.seed()
                : scenario.schedule().word();
        head("machine", count(scenario.cpus(), "CPU") + ", " + order);
    }

    private void head(String title, String text) {
        paper.wrapped(format("%-8s ", title), " ".repeat(9), text);
    }

    /** Writes a step. */
    public void step(StepResult result) {
        boolean good = result.met() && !result.reply().died();
        List<PaintedLine> lines = new ArrayList<>();
        Paper sheet = new Paper(paper.style(), paper.width(), lines::add);
        new StepWriter(sheet, result, lateness).write(detail == Detail.EVENTS);
        if (!lines.isEmpty() && (detail != Detail.VERDICT || !good)) {
            paper.line("");
            paper.lines(lines);
        }
    }

    /** Writes what came of it all. */
    public void verdict(ScenarioResult result) {
        if (detail != Detail.VERDICT || result.verdict() == Verdict.DIED || result.verdict() == Verdict.NOT_EMULATED) {
            result.death().ifPresent(this::death);
        }
        if (detail != Detail.VERDICT) {
            paper.line("");
            result.text().ifPresent(this::proof);
        }
        int left = result.scenario().steps().size() - result.steps().size();
        PaintedLine word = switch (result.verdict()) {
            case PASSED -> PaintedLine.of(Paint.BOLD_GREEN, "passed");
            case FAILED -> PaintedLine.of(Paint.BOLD_RED, "FAILED");
            case DIED -> PaintedLine.of(Paint.BOLD_RED, "DIED");
            case NOT_EMULATED -> PaintedLine.of(Paint.BOLD_RED, "NOT EMULATED");
            case DISAGREED -> PaintedLine.of(Paint.BOLD_RED, "DISAGREED");
        };
        paper.line(word.and("  " + count(result.steps().size(), "step") + ", " + result.checksMet() + " of "
                + count(result.checks(), "expectation") + " met, "
                + result.end().rounded()
                + " of virtual time"));
        if (result.plane() != result.scenario().plane()) {
            paper.line(HANGING + "decided by the model, not by "
                    + result.scenario().plane().word());
        }
        if (left != 0) {
            paper.line(HANGING + count(left, "step") + " not run");
        }
    }

    private void death(Death death) {
        paper.line("");
        String end = death.notEmulated() ? "The run ends here: " : "The hypervisor died: ";
        paper.wrapped(Paint.RED, "", HANGING, end + death.summary());
        death.report().forEach(line -> paper.wrapped(Paint.CYAN, "  ", HANGING, "(XEN) " + line));
    }

    private void proof(TextProof proof) {
        if (!proof.patched().isEmpty()) {
            paper.wrapped("", "  ", "The hypervisor's text is patched: " + String.join(", ", proof.patched()));
        } else if (proof.writes() == 0) {
            paper.line("The hypervisor's text was never written.");
        } else {
            paper.line("The hypervisor's text was written " + count(proof.writes(), "time")
                    + " and is byte for byte what it was:");
            paper.line("  before  " + proof.before());
            paper.line("  after   " + proof.after());
            paper.line(Paint.DIM, format("  (SHA-256 of %d bytes from %016x on)", proof.size(), proof.address()));
        }
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
