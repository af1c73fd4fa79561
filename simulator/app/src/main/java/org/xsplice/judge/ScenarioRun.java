// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.xsplice.hypervisor.HypervisorDiedException;

/** Plays one recorded scenario and compares each step. */
final class ScenarioRun {
    /** What README of the format marks as compared. */
    private static final List<String> FIELDS = List.of(
            "exit",
            "stdout",
            "stderr",
            "rc",
            "errno",
            "strerror",
            "get_state",
            "get_rc",
            "burst",
            "states",
            "list_stdout",
            "xen_extra",
            "xen_minor",
            "xen_log");

    private static final Command DUMP = new Command.Key("x");
    /** The handlers of other keys than that show the state of a booted machine. */
    private static final Set<String> LOG = Set.of("xen_log");
    /** What is not the tool's alone where a shell does other things too. */
    private static final Set<String> OUTPUT = Set.of("exit", "stdout", "stderr");

    private final RecordedScenario scenario;
    private final StepPlayer player;
    private final List<StepVerdict> verdicts = new ArrayList<>();
    private boolean dead;

    private ScenarioRun(RecordedScenario scenario, FreshHost host) {
        this.scenario = scenario;
        player = new StepPlayer(host);
    }

    /** Plays it; shell steps that do nothing to the hypervisor have no verdict. */
    static List<StepVerdict> play(RecordedScenario scenario, FreshHost host) {
        ScenarioRun run = new ScenarioRun(scenario, host);
        for (int i = 0; i < scenario.steps().size(); i++) {
            run.survived(i + 1, scenario.steps().get(i));
        }
        scenario.end().ifPresent(e -> run.died(scenario.steps().size() + 1, e));
        return run.verdicts;
    }

    private void survived(int number, RecordedStep step) {
        Command command = Command.parse(step.command());
        if (!counts(command)) {
            return;
        }
        if (command instanceof Command.Unknown) {
            verdict(number, step.command(), () -> List.of(Mismatch.unknownCommand()));
            return;
        }
        verdict(number, step.command(), () -> {
            try {
                return FieldComparison.compare(fields(command), step.expected(), player.play(command));
            } catch (HypervisorDiedException e) {
                dead = true;
                return List.of(Mismatch.died("no", DeathReport.of(e.death()).toString()));
            }
        });
    }

    private void died(int number, RecordedDeath step) {
        Command command = Command.parse(step.command());
        verdict(number, step.command(), () -> {
            try {
                player.play(command);
                return List.of(Mismatch.died(step.report().toString(), "no"));
            } catch (HypervisorDiedException e) {
                return DeathReport.of(e.death()).mismatches(step.report());
            }
        });
    }

    private interface Comparison {
        List<Mismatch> mismatches();
    }

    private void verdict(int number, String command, Comparison comparison) {
        if (dead) {
            verdicts.add(StepVerdict.NOT_TAKEN);
            return;
        }
        List<Mismatch> mismatches;
        try {
            mismatches = comparison.mismatches();
        } catch (RuntimeException | AssertionError e) {
            dead = true;
            mismatches = List.of(Mismatch.bug(e));
        }
        verdicts.add(StepVerdict.of(mismatches.stream()
                .map(m -> new Difference(scenario.name(), number, command, m))
                .toList()));
    }

    private static boolean counts(Command command) {
        return !(command instanceof Command.Shell shell)
                || !shell.line().calls().isEmpty();
    }

    private static List<String> fields(Command command) {
        Set<String> others = Set.of();
        if (command instanceof Command.Key && !command.equals(DUMP)) {
            others = LOG;
        } else if (command instanceof Command.Shell shell && !shell.line().nothingElse()) {
            others = OUTPUT;
        }
        return FIELDS.stream().filter(Predicate.not(others::contains)).toList();
    }
}
