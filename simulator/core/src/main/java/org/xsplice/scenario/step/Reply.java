// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

import java.util.Optional;
import java.util.function.Function;
import org.xsplice.client.ToolResult;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.VirtualCpus;

/**
 * How a step's operation ended.
 *
 * @param returned what a guest function returned
 * @param tool how the client ended
 * @param obstacle why the simulator could not even try, or an empty string
 */
public record Reply(Outcome outcome, Optional<ReturnValue> returned, Optional<ToolResult> tool, String obstacle) {
    /** Makes the reply of an operation that has no more to say than its outcome. */
    public static Reply of(Outcome outcome) {
        return new Reply(outcome, Optional.empty(), Optional.empty(), "");
    }

    static Reply of(Outcome outcome, ReturnValue returned) {
        return new Reply(outcome, Optional.of(returned), Optional.empty(), "");
    }

    static Reply of(ToolResult tool) {
        Outcome outcome =
                tool instanceof ToolResult.HostDied died ? new Outcome.Died(died.death()) : new Outcome.Returned(0);
        return new Reply(outcome, Optional.empty(), Optional.of(tool), "");
    }

    /** Makes the reply of an operation that succeeded. */
    public static Reply done() {
        return of(new Outcome.Returned(0));
    }

    /** Makes the reply of an operation that the simulator could not even try. */
    public static Reply impossible(String obstacle) {
        return new Reply(new Outcome.Returned(0), Optional.empty(), Optional.empty(), obstacle);
    }

    /** Returns what comes of something that needs virtual CPUs. */
    static Reply ofVirtualCpus(ControlPlane plane, Function<VirtualCpus, Reply> operation) {
        return plane.virtualCpus().map(operation).orElseGet(() -> impossible("this plane has no virtual CPUs"));
    }

    /** Returns whether the hypervisor accepted the operation. */
    public boolean accepted() {
        return obstacle.isEmpty() && outcome instanceof Outcome.Returned returned && returned.rc() >= 0;
    }

    /** Returns whether the hypervisor died of it. */
    public boolean died() {
        return outcome instanceof Outcome.Died;
    }
}
