// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xsplice.machine.Checkpoint;
import org.xsplice.orders.Choice;
import org.xsplice.orders.ChoiceLog;
import org.xsplice.orders.Footprint;
import org.xsplice.scenario.Scenario;

/** One thread's host, put back and led on again and again. */
final class Explorer implements AutoCloseable {
    private final SteeredHost host;
    private final Checkpoint start;
    private final int stages;
    private Accesses noted;
    private long transitions;
    private long instructions;

    Explorer(Scenario scenario) {
        host = new SteeredHost(scenario, false);
        start = host.keep();
        stages = scenario.steps().size();
        forget();
    }

    /** Forgets what has been noted. */
    void forget() {
        noted = new Accesses(host.cpus(), stages);
    }

    /** Starts again. */
    SteeredHost begin() {
        start.putBack();
        return host;
    }

    SteeredHost host() {
        return host;
    }

    /** Does what has been chosen, and notes what it touches. */
    Footprint take(Choice choice) {
        transitions++;
        int stage = host.stepsBegun();
        Footprint touched = host.take(choice);
        instructions += host.executed();
        noted.add(stage, choice, touched);
        return touched;
    }

    /** Goes a way that has been gone before, from where the host stands. */
    void goAgain(ChoiceLog way) {
        for (Choice choice : way.choices()) {
            host.take(choice);
            instructions += host.executed();
        }
    }

    /** Returns what has been noted: who touches what. */
    Accesses noted() {
        return noted;
    }

    long transitions() {
        return transitions;
    }

    long instructions() {
        return instructions;
    }

    /**
     * Follows an order as far as it leads; choices that are not possible where they come are left out.
     *
     * @return the order that was followed, with the violation in which it ended; nothing where there was none
     */
    Optional<Counterexample> follow(List<Choice> order) {
        begin();
        List<Choice> taken = new ArrayList<>();
        for (Choice choice : order) {
            if (host.choices().contains(choice)) {
                take(choice);
                taken.add(choice);
                if (host.violation().isPresent()) {
                    return Optional.of(new Counterexample(host.violation().get(), new ChoiceLog(taken)));
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        host.close();
    }
}
