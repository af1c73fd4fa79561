// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.state.HostState;
import org.xsplice.state.Num;
import org.xsplice.state.Nums;
import org.xsplice.state.Ref;
import org.xsplice.time.Duration;
import org.xsplice.time.VirtualTime;

/**
 * How CPUs take turns. Time goes in rounds: in each, every CPU that can go on has one turn, in the order that the strategy
 * chooses. After the last turn, the clock advances by the quantum. While no CPU can do anything by itself, and the goal is a
 * time, the clock jumps to what happens next.
 *
 * <p>There are two kinds of CPUs, both behind {@link Cpus}: those of the {@link Scheduler}, which model the rendezvous, and
 * those of plane xen, which execute Xen's own.
 *
 * <p>{@link #begin} sets a {@link Goal}; each {@link #turn} then does one thing that cannot be interrupted (one CPU's turn, or
 * one jump), until it returns false since the goal is reached. A host can be kept between two turns, and goes on from there as
 * if it had not been: the order of this round, whose turn is next, and the goal are cells of the host's state.
 */
public final class Rounds {
    private final VirtualClock clock;
    private final Duration quantum;
    private final Cpus cpus;
    private final TurnOrder order;
    /** The order of this round. */
    private final Nums turns;
    /** Whose turn is next, in that order; 0 between two rounds. */
    private final Num next;

    private final Ref<Goal> goal;

    /** The CPUs of one kind of host. */
    public interface Cpus {
        /** Does what is due before a round, or before time jumps. */
        void doWhatIsDue();

        /** Returns whether nothing happens by itself, so that time may jump. */
        boolean idle();

        /** Returns when something happens while the host is idle; {@code otherwise} where nothing does. */
        VirtualTime nextWakeUp(VirtualTime otherwise);

        /** Returns whether a CPU has something to do in its turn. */
        boolean canGoOn(int cpu);

        /** Lets a CPU have its turn. */
        void turn(int cpu);

        /** Does what comes after a round, when time has advanced. */
        void roundOver();

        /** Returns whether the goal is reached. */
        boolean reached(Goal.Until until);
    }

    /**
     * Begins the first round.
     *
     * @param quantum nanoseconds of a round; at least 1
     */
    public Rounds(Hypervisor hypervisor, VirtualClock clock, Strategy strategy, int quantum, Cpus cpus) {
        if (quantum < 1) {
            throw new IllegalArgumentException("the quantum must be at least 1: " + quantum);
        }
        this.clock = clock;
        this.quantum = Duration.ofNanos(quantum);
        this.cpus = cpus;
        HostState state = hypervisor.state();
        int count = hypervisor.machine().cpuCount();
        order = strategy.begin(count, state);
        turns = state.numbers("rounds.turns", count, 0);
        for (int i = 0; i < count; i++) {
            turns.set(i, i);
        }
        next = state.number("rounds.next", 0);
        goal = state.value("rounds.goal", Goal.NONE);
    }

    /** Sets the goal: CPUs go on until it is reached, but no longer than this. */
    public void begin(Goal.Until until, Duration max) {
        goal.set(new Goal(until, clock.now().plus(max)));
    }

    /**
     * Does the next thing: one CPU's turn, or a jump of time.
     *
     * @return false if the goal is reached; then nothing was done
     * @throws org.xsplice.hypervisor.HypervisorDiedException if guest code dies of it
     */
    public boolean turn() {
        if (next.get() == 0) {
            if (clock.reached(goal.get().end()) || cpus.reached(goal.get().until())) {
                return false;
            }
            cpus.doWhatIsDue();
            if (goal.get().until() == Goal.Until.END && cpus.idle()) {
                jump();
                return true;
            }
            int[] chosen = turns.toInts();
            order.order(chosen);
            turns.setAll(chosen);
        }
        goOn();
        return true;
    }

    private void jump() {
        VirtualTime end = goal.get().end();
        clock.advanceTo(end.min(cpus.nextWakeUp(end)));
    }

    /** Lets the next CPU that can go on have its turn; after the last one, the round is over. */
    private void goOn() {
        int count = turns.count();
        for (int at = next.getInt(); at < count; at++) {
            int cpu = turns.getInt(at);
            if (cpus.canGoOn(cpu)) {
                next.set(at + 1L);
                cpus.turn(cpu);
                order.hadTurn(cpu);
                if (at + 1 < count && !order.oneAtATime()) {
                    return;
                }
                break;
            }
        }
        next.set(0);
        clock.advance(quantum);
        cpus.roundOver();
    }
}
