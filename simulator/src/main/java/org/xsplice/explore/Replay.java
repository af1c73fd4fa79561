// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.xsplice.event.Event;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.ScenarioException;
import org.xsplice.schedule.Choice;
import org.xsplice.schedule.ChoiceLog;

/** Follows the order that a scenario gives, choice by choice. */
public final class Replay {
    private static final int BEYOND_MAX = 1_000_000;

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
     * @param taken how many have been taken, with those behind its end
     */
    public record Result(Optional<Violation> violation, List<String> scene, List<Event> events, int given, int taken) {}

    private Replay(SteeredHost host, Consumer<Taken> progress) {
        this.host = host;
        this.progress = progress;
    }

    /**
     * Replays. Behind the end of the order, the first that can come is chosen each time, until all is over.
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
                throw scenario.wrongChoice(number + 1, choice, possible);
            }
            take(choice, true);
        }
        for (int beyond = 0; beyond < BEYOND_MAX && host.violation().isEmpty() && !host.over(); beyond++) {
            List<Choice> possible = host.choices();
            if (possible.isEmpty()) {
                break;
            }
            take(possible.get(0), false);
        }
        return new Result(
                host.violation(),
                host.scene(),
                new ArrayList<>(host.log().since(0)),
                order.choices().size(),
                number);
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
            case FETCH -> "fetches its instructions anew";
            case PLUG -> "has been plugged or unplugged";
            case CPU -> host.standsAt(choice.cpu());
        };
    }
}
