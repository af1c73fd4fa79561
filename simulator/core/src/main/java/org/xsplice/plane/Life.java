// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane;

import java.util.Optional;
import java.util.function.IntSupplier;
import org.xsplice.event.EventData;
import org.xsplice.hypervisor.Death;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.HypervisorDiedException;
import org.xsplice.machine.PageFaultException;
import org.xsplice.schedule.Rounds;
import org.xsplice.state.Ref;

/** A hypervisor's life: what it is asked while it lives, and its death, after which it answers nothing else. */
public final class Life {
    private final Hypervisor hypervisor;
    private final Ref<Optional<Death>> death;

    public Life(Hypervisor hypervisor) {
        this.hypervisor = hypervisor;
        death = hypervisor.state().value("death", Optional.empty());
    }

    /** Returns why the hypervisor is dead, where it is. */
    public Optional<Death> death() {
        return death.get();
    }

    /**
     * Asks the hypervisor for something, with events for its begin and its end.
     *
     * @param verb what is asked
     * @param payload the payload that it is about, or an empty string
     * @param body does it, and returns what the hypercall returns
     */
    public Outcome operation(String verb, String payload, IntSupplier body) {
        hypervisor.emit(new EventData.OperationStarted(verb, payload));
        Outcome outcome = attempt(body);
        ended(verb, payload, outcome);
        return outcome;
    }

    /** Notes that an operation is over. */
    public void ended(String verb, String payload, Outcome outcome) {
        if (outcome instanceof Outcome.Returned returned) {
            hypervisor.emit(new EventData.OperationEnded(verb, payload, returned.rc()));
        }
    }

    /** Asks the hypervisor for something. */
    public Outcome attempt(IntSupplier body) {
        if (death.get().isPresent()) {
            return new Outcome.Died(death.get().get());
        }
        try {
            return new Outcome.Returned(body.getAsInt());
        } catch (HypervisorDiedException e) {
            return die(e.death());
        } catch (PageFaultException e) {
            return die(hypervisor.deathIn("livepatch_op", e.fault()));
        }
    }

    /**
     * Lets CPUs have their next turn.
     *
     * @return nothing while there is more to do
     */
    public Optional<Outcome> turn(Rounds rounds) {
        hypervisor.goesOn();
        boolean[] more = new boolean[1];
        Outcome outcome = attempt(() -> {
            more[0] = rounds.turn();
            return 0;
        });
        return more[0] ? Optional.empty() : Optional.of(outcome);
    }

    private Outcome die(Death cause) {
        death.set(Optional.of(cause));
        hypervisor.emit(new EventData.HypervisorDied(cause.summary(), cause.report()));
        return new Outcome.Died(cause);
    }

    /** Calls a function of the guest. */
    public CallReply call(int cpu, String function, long... arguments) {
        long[] result = new long[1];
        Outcome outcome = attempt(() -> {
            result[0] = hypervisor.call(cpu, function, arguments);
            return 0;
        });
        return new CallReply(outcome, result[0]);
    }
}
