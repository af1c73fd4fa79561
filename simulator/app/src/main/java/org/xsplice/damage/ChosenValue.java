// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import org.xsplice.chance.Chance;

/** Chooses a value for a field: mostly near a border, or near what it was. */
final class ChosenValue {
    private ChosenValue() {}

    static long near(Chance chance, long present) {
        return switch (chance.below(10)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> present + 1;
            case 3 -> present - 1;
            case 4 -> present ^ 1L << chance.below(Long.SIZE);
            case 5 -> 1L << chance.below(Long.SIZE);
            case 6 -> (1L << chance.below(Long.SIZE)) - 1;
            case 7 -> present + (chance.below(64) - 32) * 4L;
            case 8 -> chance.below(64);
            default -> chance.nextLong();
        };
    }
}
