// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.compare;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import org.xsplice.chance.Chance;
import org.xsplice.plane.Flaw;
import org.xsplice.plane.SysctlCall;
import org.xsplice.profile.Profile;

/** Chooses calls of {@code livepatch_op} that no client would make. */
final class SysctlMaker {
    private static final int[] COMMANDS = {0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, -1};
    private static final int[] ACTIONS = {0, 1, 2, 3, 3, 4, 5, -1};
    private static final int[] INDEXES = {0, 0, 0, 1, 2, 5, -1};
    private static final int[] COUNTS = {0, 1, 2, 3, 64, 1024, 1025, -1};
    private static final int[] SIZES = {0, 1, 64, 5000, (int) Profile.MAX_SIZE, (int) Profile.MAX_SIZE + 1};

    private final Chance chance;

    SysctlMaker(Chance chance) {
        this.chance = chance;
    }

    /**
     * Chooses one.
     *
     * @param name chooses the payload
     */
    SysctlCall next(Supplier<String> name) {
        return new SysctlCall(
                one(COMMANDS),
                name.get(),
                one(ACTIONS),
                chance.below(4),
                one(INDEXES),
                one(COUNTS),
                one(SIZES),
                flaws());
    }

    private Set<Flaw> flaws() {
        Set<Flaw> flaws = EnumSet.noneOf(Flaw.class);
        while (chance.oneIn(2)) {
            flaws.add(Flaw.values()[chance.below(Flaw.values().length)]);
        }
        return flaws;
    }

    private int one(int[] values) {
        return values[chance.below(values.length)];
    }
}
