// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xsplice.event.Event;
import org.xsplice.event.EventLog;
import org.xsplice.event.EventSink;
import org.xsplice.hypervisor.InstructionCount;
import org.xsplice.hypervisor.MomentReachedException;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.Outcome;

/**
 * A simulated host as a whole: what can be asked of it, what has happened on it, and every moment of its life.
 *
 * <pre>{@code
 * try (Host host = Host.boot(spec, new EventLog())) {
 *     host.plane().upload("hello", payload);
 *     Moment loaded = host.keep();
 *     host.plane().action(ActionCommand.APPLY.code(), "hello", Duration.ZERO, 0);
 *     host.plane().finishAction(Duration.ofMillis(30));
 *     host.restore(loaded);                          // as if it had never been applied
 * }
 * }</pre>
 *
 * <p>What is done through {@link #plane} is remembered as data, a list of commands. So {@link #goTo} finds any {@link Position}
 * again, back and forward: it puts back the nearest moment that has been kept, does again what was done, and tells nobody. {@link
 * #keepNow} adds a moment to those that are kept for this; the first one always is. Whoever does something new at an earlier
 * moment begins another future: the commands that came after it are forgotten. A question (get, list) leaves no trace.
 *
 * <p>A position within a turn can be looked at: memory, registers. Whoever then does something does it when that turn is over.
 *
 * <p>The log has the events up to the present moment, so it gets shorter when the host goes back. The listener is told each
 * event once, when it happens for the first time.
 */
public final class Host implements AutoCloseable {
    private final ControlPlane booted;
    private final RecordedPlane recorded;
    private final EventLog log;
    private final EventSink listener;
    /** What it was asked to do; after {@link #done} those that it will do again when it goes forward. */
    private final List<Command<?>> commands = new ArrayList<>();

    private final Moments moments = new Moments();
    private int done;
    /** How many turns of CPUs and how many commands are over. */
    private long turns;
    /** Whether the last command lets time pass, and is not through. */
    private boolean passing;

    private boolean silent;
    /** Where the turn began within which the host is looked at. */
    private Optional<Moment> turnBegin = Optional.empty();

    private long instruction;

    private Host(EventLog log, EventSink listener, HostSpec spec) {
        this.log = log;
        this.listener = listener;
        booted = spec.boot(this::happened);
        recorded = new RecordedPlane(this, booted);
        moments.add(keep());
    }

    /**
     * Boots a host.
     *
     * @param log takes what happens, and gets shorter when the host is put back
     * @see HostSpec#boot
     */
    public static Host boot(HostSpec spec, EventLog log) {
        return boot(spec, log, event -> {});
    }

    /**
     * Boots a host.
     *
     * @param log takes what happens, and forgets it where the host is put back
     * @param listener learns what happens for the first time, and not again when it is done again
     * @see HostSpec#boot
     */
    public static Host boot(HostSpec spec, EventLog log, EventSink listener) {
        return new Host(log, listener, spec);
    }

    private void happened(Event event) {
        log.accept(event);
        if (!silent) {
            listener.accept(event);
        }
    }

    /** Returns the door to it. */
    public ControlPlane plane() {
        return recorded;
    }

    /** Returns the plane that was booted: what is done there is not remembered. */
    ControlPlane booted() {
        return booted;
    }

    /** Returns what happened up to this moment. */
    public EventLog log() {
        return log;
    }

    /** Returns which moment it is. */
    public Position position() {
        return turnBegin
                .map(begin -> begin.position().plusInstructions(instruction))
                .orElseGet(() -> new Position(booted.now(), turns, 0));
    }

    /**
     * Keeps the whole host: memory, page tables, all registers, and all that its parts remember. It costs what has been
     * written since the last moment that was kept.
     */
    public Moment keep() {
        leaveTurn();
        return new Moment(this, position(), log.size(), done, passing, booted.keep());
    }

    /**
     * Puts the host back to a moment.
     *
     * @param moment of this host; it can be restored again
     * @throws IllegalArgumentException if it is of another host, or the log does not reach back to it
     */
    public void restore(Moment moment) {
        if (!moment.isOf(this)) {
            throw new IllegalArgumentException("the moment is of another host");
        }
        log.truncate(moment.events());
        moment.putBack();
        done = moment.commands();
        turns = moment.position().turn();
        passing = moment.passing();
        turnBegin = Optional.empty();
    }

    /** Keeps this moment for {@link #goTo}. */
    public void keepNow() {
        moments.add(keep());
    }

    /**
     * Goes to a moment, back or forward, as far as the host has ever been.
     *
     * @throws IllegalArgumentException if there is no such moment
     */
    public void goTo(Position wanted) {
        boolean silentBefore = silent;
        silent = true;
        try {
            if (wanted.compareTo(position()) < 0) {
                restore(moments.before(wanted));
            } else {
                turnBegin.ifPresent(this::restore);
            }
            while (turns < wanted.turn()) {
                goOn(wanted);
            }
            if (wanted.instruction() > 0) {
                goInto(wanted);
            }
        } finally {
            silent = silentBefore;
        }
    }

    private void goInto(Position wanted) {
        Moment begin = keep();
        booted.count(Optional.of(new InstructionCount(wanted.instruction())));
        try {
            goOn(wanted);
        } catch (MomentReachedException e) {
            turnBegin = Optional.of(begin);
            instruction = wanted.instruction();
            return;
        } finally {
            booted.count(Optional.empty());
        }
        restore(begin);
        throw new IllegalArgumentException("the turn is over before instruction " + wanted.instruction());
    }

    /** Does again what was done next. */
    private void goOn(Position wanted) {
        if (passing) {
            passTurn();
        } else if (done < commands.size()) {
            Command<?> next = commands.get(done++);
            perform(next);
        } else {
            throw new IllegalArgumentException("there is no moment " + wanted + "; the last one is " + position());
        }
    }

    /** Ends the turn within which the host is looked at. */
    private void leaveTurn() {
        if (turnBegin.isEmpty()) {
            return;
        }
        Moment begin = turnBegin.get();
        restore(begin);
        silent = true;
        try {
            goOn(begin.position());
        } finally {
            silent = false;
        }
    }

    /** Does something, and remembers it in place of what was once done next. */
    <T> T give(Command<T> command) {
        leaveTurn();
        forgetFuture();
        commands.add(command);
        done++;
        return perform(command);
    }

    /**
     * Asks something that changes nothing. Where the host has a future, the question leaves no trace: what comes next comes
     * as it did.
     */
    <T> T ask(Command<T> question) {
        leaveTurn();
        if (done == commands.size()) {
            return give(question);
        }
        Moment here = keep();
        silent = true;
        try {
            return question.perform(booted);
        } finally {
            restore(here);
            silent = false;
        }
    }

    /** Does the next turn of what was begun last. */
    Optional<Outcome> turn() {
        leaveTurn();
        return passTurn();
    }

    private Optional<Outcome> passTurn() {
        Optional<Outcome> outcome = booted.turn();
        passing = outcome.isEmpty();
        turns++;
        return outcome;
    }

    private <T> T perform(Command<T> command) {
        passing = command.passesTime();
        T result = command.perform(booted);
        turns++;
        return result;
    }

    private void forgetFuture() {
        if (done < commands.size()) {
            commands.subList(done, commands.size()).clear();
            moments.forgetAfter(position());
        }
    }

    @Override
    public void close() {
        booted.close();
    }
}
