// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import java.util.function.Function;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.EventSink;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.Outcome;
import org.xsplice.time.Duration;

/** A host for one damaged payload after the other; a payload of its own is loaded all the time. */
final class FuzzHost implements AutoCloseable {
    static final String SENTINEL = "sentinel";

    private static final Duration ACTION = Duration.ofMillis(60);

    private final FirstRefusal refusal;
    private final ControlPlane plane;

    private FuzzHost(ControlPlane plane, FirstRefusal refusal) {
        this.plane = plane;
        this.refusal = refusal;
    }

    /**
     * Boots one.
     *
     * @throws org.xsplice.hypervisor.ImageException if the image cannot be used
     * @throws org.xsplice.hypervisor.HypervisorDiedException if it does not live to see the end of its boot
     */
    static FuzzHost of(Function<EventSink, ControlPlane> boot) {
        FirstRefusal refusal = new FirstRefusal();
        return new FuzzHost(boot.apply(refusal), refusal);
    }

    ControlPlane plane() {
        return plane;
    }

    /** Loads the payload that stays. */
    FuzzHost with(byte[] sentinel) {
        Outcome outcome = plane.upload(SENTINEL, sentinel);
        if (!outcome.equals(new Outcome.Returned(0))) {
            throw new AssertionError("a good payload was not accepted: " + outcome + " " + refusal.take());
        }
        return this;
    }

    Outcome upload(String name, byte[] file) {
        refusal.take();
        return plane.upload(name, file);
    }

    /** Carries an action through to its end. */
    Outcome act(ActionCommand command, String name, int flags) {
        refusal.take();
        Outcome outcome = plane.action(command.code(), name, Duration.ZERO, flags);
        return outcome.equals(new Outcome.Returned(0)) ? plane.finishAction(ACTION) : outcome;
    }

    /** Returns the check that refused the last operation. */
    String refusal() {
        return refusal.take();
    }

    @Override
    public void close() {
        plane.close();
    }
}
