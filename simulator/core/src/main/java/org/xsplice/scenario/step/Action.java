// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.xsplice.event.ActionCommand;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.Outcome;
import org.xsplice.text.Durations;

/**
 * Applies, reverts, replaces or unloads.
 *
 * @param timeoutNs for gathering the CPUs; 0 leaves it to the hypervisor
 * @param nodeps whether APPLY is to pass over the build-id rule
 * @param waits whether time passes until the action is over, as when the client is used; UNLOAD is over at once
 */
public record Action(ActionCommand command, String name, long timeoutNs, boolean nodeps, boolean waits)
        implements Operation {
    /** How long the client gives the hypervisor at least, in nanoseconds. */
    private static final long PATIENCE_NS = 60_000_000;

    @Override
    public String commandLine() {
        StringBuilder line = new StringBuilder(verb()).append(' ').append(name);
        if (timeoutNs != 0) {
            line.append(" timeout ").append(Durations.text(timeoutNs));
        }
        if (nodeps) {
            line.append(" nodeps");
        }
        if (!waits && command != ActionCommand.UNLOAD) {
            line.append(" without waiting");
        }
        return line.toString();
    }

    @Override
    public Action withTimeout(long ns) {
        return new Action(command, name, ns, nodeps, waits);
    }

    /** Returns the command in lower case, as steps are called. */
    public String verb() {
        return command.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Reply begin(ControlPlane plane) {
        return Reply.of(plane.action(command.code(), name, timeoutNs, nodeps ? ActionCommand.NODEPS : 0));
    }

    @Override
    public boolean waits(Reply reply) {
        return waits && reply.accepted();
    }

    @Override
    public Outcome passTime(ControlPlane plane) {
        return plane.finishAction(Math.max(PATIENCE_NS, 2 * timeoutNs));
    }

    @Override
    public Optional<String> payload() {
        return Optional.of(name);
    }

    @Override
    public Effect effect() {
        return command == ActionCommand.UNLOAD ? new Effect.Unloads(name) : new Effect.Schedules(name);
    }

    @Override
    public Set<Expectable> expectable() {
        return Expectable.hostAnd(
                Expectable.ERRNO, Expectable.STRICT, Expectable.RC, Expectable.STATE, Expectable.DIES);
    }

    @Override
    public Set<Expectable> implied() {
        return waits ? Set.of(Expectable.ERRNO, Expectable.RC) : Set.of(Expectable.ERRNO);
    }
}
