// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.xsplice.event.Event;
import org.xsplice.orders.Choice;
import org.xsplice.orders.ChoiceLog;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.ScenarioException;
import org.xsplice.scenario.run.Steering;

/** Follows the order that a scenario gives, choice by choice. */
public final class Replay {
    private static final int BEYOND_MAX = 20_000;

    private final SteeredHost host;
    private final Consumer<Taken> progress;
    private int number;

    /**
     * A choice, and what came of it.
     *
     * @param number from 1
     * @param given whether it stands in the scenario
     * @param where the CPU stands afterwards, or what the step is
     * @param note of the step, empty where there is none
     * @param events that happened
     */
    public record Taken(int number, Choice choice, boolean given, String where, String note, List<Event> events) {}

    /**
     * How it ended.
     *
     * @param scene where each CPU stood at the violation, and what text it found there, in lines
     * @param events everything that happened
     * @param given how many choices the scenario has
     * @param taken how many have been taken, with those after its end
     */
    public record Result(Optional<Violation> violation, List<String> scene, List<Event> events, int given, int taken) {}

    private Replay(SteeredHost host, Consumer<Taken> progress) {
        this.host = host;
        this.progress = progress;
    }

    /**
     * Replays. Behind the end of the order, whatever can come comes in turn, until all is over or there is no end to
     * it.
     *
     * @param scenario with choices
     * @param progress takes each choice when it has been taken
     * @throws ScenarioException if one of the choices is not possible where it comes
     */
    public static Result run(Scenario scenario, Consumer<Taken> progress) {
        try (SteeredHost host = new SteeredHost(scenario, true)) {
            return new Replay(host, progress).run(scenario, scenario.choices().orElseThrow());
        }
    }

    private Result run(Scenario scenario, ChoiceLog order) {
        for (Choice choice : order.choices()) {
            if (host.violation().isPresent()) {
                break;
            }
            List<Choice> possible = host.choices();
            if (!possible.contains(choice)) {
                throw Steering.wrongChoice(scenario, number + 1, choice, possible);
            }
            take(choice, true);
        }
        Optional<Violation> violation = host.violation();
        if (violation.isEmpty() && !toTheEnd()) {
            violation = host.violation().or(() -> Optional.of(NeverStuck.endless(host)));
        }
        return new Result(
                violation,
                scene(violation),
                new ArrayList<>(host.log().since(0)),
                order.choices().size(),
                number);
    }

    private List<String> scene(Optional<Violation> violation) {
        if (host.violation().isPresent()) {
            return host.scene();
        }
        return violation.isPresent() ? Scene.of(host) : List.of();
    }

    /**
     * Goes on in turn with whatever can come, until it goes round; returns whether all comes to its end without a violation.
     */
    private boolean toTheEnd() {
        Map<Choice, Integer> lastTaken = new HashMap<>();
        Set<List<Object>> been = new HashSet<>();
        for (int beyond = 1; beyond <= BEYOND_MAX && !host.over(); beyond++) {
            List<Choice> inTurn = host.choices().stream()
                    .filter(choice -> choice.kind() != Choice.Kind.NMI)
                    .sorted(Comparator.comparingInt(choice -> lastTaken.getOrDefault(choice, 0)))
                    .toList();
            if (!been.add(List.of(host.fingerprint(), inTurn))) {
                return false;
            }
            Choice longestAgo = inTurn.get(0);
            lastTaken.put(longestAgo, beyond);
            take(longestAgo, false);
            if (host.violation().isPresent()) {
                return false;
            }
        }
        return host.over();
    }

    private void take(Choice choice, boolean given) {
        int from = host.log().size();
        host.take(choice);
        progress.accept(new Taken(
                ++number,
                choice,
                given,
                where(choice),
                choice.kind() == Choice.Kind.STEP ? host.steps().step().note() : "",
                List.copyOf(host.log().since(from))));
    }

    private String where(Choice choice) {
        return switch (choice.kind()) {
            case STEP -> host.steps().step().operation().commandLine();
            case DEADLINE -> "the master's deadline passes";
            case NMI -> "an NMI";
            case FETCH -> "fetches its instructions again";
            case PLUG -> "is now offline or online";
            case CPU -> host.standsAt(choice.cpu());
        };
    }
}
