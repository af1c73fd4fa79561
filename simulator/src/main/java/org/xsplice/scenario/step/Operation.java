// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

import java.util.Optional;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.Outcome;

/** What a step does. */
public sealed interface Operation
        permits Upload,
                Action,
                ListPayloads,
                Tool,
                PressKey,
                Call,
                Busy,
                Hypercall,
                Nmi,
                Plug,
                WaitQueue,
                Wake,
                Wait,
                Sysctl,
                CauseTrouble,
                Look {
    /** Writes it as a command, for transcripts. */
    String commandLine();

    /** Names it in the fewest words. */
    default String title() {
        return commandLine();
    }

    /** Does it, but for the time that it lets pass. */
    Reply begin(ControlPlane plane);

    /** Returns whether it lets time pass, where it began so. */
    default boolean waits(Reply reply) {
        return false;
    }

    /** Lets time pass. */
    default Outcome passTime(ControlPlane plane) {
        return new Outcome.Returned(0);
    }

    /** Returns the payload that it is about. */
    default Optional<String> payload() {
        return Optional.empty();
    }
}
