// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.xsplice.event.ActionCommand;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.Outcome;
import org.xsplice.time.Duration;

/**
 * Applies, reverts, replaces or unloads.
 *
 * @param timeout for gathering the CPUs; {@link Duration#ZERO} leaves it to the hypervisor
 * @param nodeps whether APPLY is to pass over the build-id rule
 * @param waits whether time passes until the action is over, as when the client is used; UNLOAD is over at once
 */
public record Action(ActionCommand command, String name, Duration timeout, boolean nodeps, boolean waits)
        implements Operation {
    /** How long the client gives the hypervisor at least. */
    private static final Duration PATIENCE = Duration.ofMillis(60);

    @Override
    public String commandLine() {
        StringBuilder line = new StringBuilder(verb()).append(' ').append(name);
        if (!timeout.isZero()) {
            line.append(" timeout ").append(timeout.rounded());
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
    public Action withTimeout(Duration other) {
        return new Action(command, name, other, nodeps, waits);
    }

    /** Returns the command in lower case, as steps are called. */
    public String verb() {
        return command.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Reply begin(ControlPlane plane) {
        return Reply.of(plane.action(command.code(), name, timeout, nodeps ? ActionCommand.NODEPS : 0));
    }

    @Override
    public boolean waits(Reply reply) {
        return waits && reply.accepted();
    }

    @Override
    public Outcome passTime(ControlPlane plane) {
        return plane.finishAction(PATIENCE.max(timeout.times(2)));
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
