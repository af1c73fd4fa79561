// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.xsplice.chance.Chance;
import org.xsplice.orders.Choice;
import org.xsplice.orders.ChoiceLog;
import org.xsplice.time.TimeLimit;

/** Follows orders to their end, one after the other; each depends on the seed and its number alone. */
final class Walks {
    /** An order that is longer is given up. */
    private static final int LENGTH_MAX = 100_000;

    private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;

    private final ExplorePlan plan;
    private final Crew crew;
    private final TimeLimit time;
    private final LongConsumer progress;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong firstViolated = new AtomicLong(Long.MAX_VALUE);
    private List<Part> parts = List.of();
    private int usualLength;

    /** What one explorer has found. */
    private static final class Part {
        private final StateTable states = new StateTable();
        private boolean full;
        private Optional<Counterexample> found = Optional.empty();
        private long number = Long.MAX_VALUE;
        private int depth;
        private long givenUp;
    }

    Walks(ExplorePlan plan, Crew crew, TimeLimit time, LongConsumer progress) {
        this.time = time;
        this.plan = plan;
        this.crew = crew;
        this.progress = progress;
    }

    void run() {
        usualLength = crew.first(explorer -> {
            Part first = new Part();
            walk(explorer, first, Walk.first(), new Chance(plan.seed()));
            return first.depth;
        });
        parts = crew.all((explorer, number) -> work(explorer));
    }

    private Part work(Explorer explorer) {
        Part part = new Part();
        for (long number = next.getAndIncrement();
                number < plan.runs() && number < firstViolated.get() && crew.goesOn() && !time.over();
                number = next.getAndIncrement()) {
            Chance chance = new Chance(plan.seed() + number * GOLDEN_RATIO);
            Walk walk = plan.mode() == ExplorePlan.Mode.PCT
                    ? new PriorityWalk(chance, plan.depth(), usualLength)
                    : Walk.random(chance);
            Optional<Counterexample> violated = walk(explorer, part, walk, chance);
            if (violated.isEmpty() && time.over()) {
                break;
            }
            if (violated.isPresent() && number < part.number) {
                part.number = number;
                part.found = violated;
                long own = number;
                firstViolated.updateAndGet(least -> Math.min(least, own));
            }
            progress.accept(done.incrementAndGet());
        }
        return part;
    }

    private Optional<Counterexample> walk(Explorer explorer, Part part, Walk walk, Chance chance) {
        SteeredHost host = explorer.begin();
        List<Choice> taken = new ArrayList<>();
        List<Choice> choices = host.choices();
        while (!choices.isEmpty() && !(host.over() && chance.oneIn(2)) && !time.over()) {
            if (taken.size() == LENGTH_MAX) {
                part.givenUp++;
                return Optional.empty();
            }
            Choice choice = walk.next(choices);
            explorer.take(choice);
            taken.add(choice);
            part.depth = Math.max(part.depth, taken.size());
            if (host.violation().isPresent()) {
                return Optional.of(new Counterexample(host.violation().get(), new ChoiceLog(taken)));
            }
            remember(part, host.fingerprint());
            choices = host.choices();
        }
        return Optional.empty();
    }

    private void remember(Part part, long fingerprint) {
        if (!part.full && part.states.find(fingerprint) == StateTable.UNKNOWN) {
            part.full = full(part.states, crew.size());
            if (!part.full) {
                part.states.add(fingerprint, StateTable.UNKNOWN, Choice.cpu(0));
            }
        }
    }

    /** Returns whether a table may take no more: all jobs share the budget, and in the end their states are put together. */
    private boolean full(StateTable states, int sharing) {
        return states.size() >= plan.budget().states() / sharing
                || states.bytes() > plan.budget().bytesOfTables() / sharing;
    }

    /** Returns whether there were more states than may be remembered; they are not counted. */
    boolean full() {
        return parts.stream().anyMatch(part -> part.full);
    }

    /** Returns the violation of the order with the lowest number. */
    Optional<Counterexample> found() {
        return parts.stream()
                .filter(part -> part.number == firstViolated.get())
                .flatMap(part -> part.found.stream())
                .findFirst();
    }

    int states() {
        StateTable union = new StateTable();
        for (Part part : parts) {
            part.states.forEach(fingerprint -> {
                if (union.find(fingerprint) == StateTable.UNKNOWN) {
                    union.add(fingerprint, StateTable.UNKNOWN, Choice.cpu(0));
                }
            });
        }
        return union.size();
    }

    int depth() {
        return parts.stream().mapToInt(part -> part.depth).max().orElse(0);
    }

    long runs() {
        return done.get();
    }

    long givenUp() {
        return parts.stream().mapToLong(part -> part.givenUp).sum();
    }
}
