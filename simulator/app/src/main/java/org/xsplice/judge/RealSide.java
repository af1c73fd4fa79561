// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.real.Account;

/** Brings what the real hypervisor did into the form of the simulated one. */
final class RealSide {
    private RealSide() {}

    /** Returns one entry a command. */
    static List<Side> of(Account account, int commands) {
        List<Side> sides = new ArrayList<>();
        account.steps().forEach(seen -> sides.add(new Side.Survived(seen)));
        account.deathConsole().ifPresent(lines -> sides.add(new Side.Died(DeathReport.ofConsole(lines))));
        while (sides.size() < commands) {
            sides.add(new Side.NotReached());
        }
        return List.copyOf(sides);
    }
}
