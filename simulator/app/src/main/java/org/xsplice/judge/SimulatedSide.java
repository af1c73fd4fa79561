// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.hypervisor.HypervisorDiedException;

/** Has the simulated hypervisor take the steps that the real one is asked. */
final class SimulatedSide {
    private SimulatedSide() {}

    /** Returns one entry a command. */
    static List<Side> play(List<Command> commands, FreshHost host) {
        StepPlayer player = new StepPlayer(host);
        List<Side> sides = new ArrayList<>();
        boolean dead = false;
        for (Command command : commands) {
            Side side = dead ? new Side.NotReached() : take(player, command);
            dead |= side instanceof Side.Died;
            sides.add(side);
        }
        return List.copyOf(sides);
    }

    private static Side take(StepPlayer player, Command command) {
        try {
            return new Side.Survived(player.play(command));
        } catch (HypervisorDiedException e) {
            return new Side.Died(DeathReport.of(e.death()));
        }
    }
}
