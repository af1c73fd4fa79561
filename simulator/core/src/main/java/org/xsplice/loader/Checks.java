// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.List;
import java.util.Set;
import org.xsplice.refusal.Check;

/**
 * The checks of some rungs that this release makes, ready to be made: by {@link #make}, or, in a long loop, by {@link
 * #start}, {@link #next} for each thing and {@link #begin} before each check of it.
 *
 * <p>How far they have come is kept as numbers, since a payload may have tens of thousands of things; {@link Progress}
 * makes checks of them when somebody asks. A rung's number is a power of two, and greater than those of the rungs before.
 *
 * @param <T> what they are made of
 */
final class Checks<T> {
    private final Progress progress;
    private final Ladder.Part<T> part;
    /** The sum of the rungs that {@link #make} has passed. */
    private long passed;
    /** The furthest rung that a thing of a loop has come to the end of. */
    private long furthest;
    /** The rung that is being made, or was made last; 0 before the first. */
    private long current;

    /** Whether the rungs are made in a loop: there a thing that comes to a rung has passed those before. */
    private boolean looping;

    Checks(Progress progress, Ladder.Part<T> part) {
        this.progress = progress;
        this.part = part;
    }

    private static long number(int index) {
        return 1L << index;
    }

    /** Returns the check that is made first. */
    Check first() {
        return part.rungs().get(0).check();
    }

    /** Returns the check that is being made, or was made last. */
    Check current() {
        return current == 0 ? first() : check(current);
    }

    private Check check(long rung) {
        return part.rungs().get(Long.numberOfTrailingZeros(rung)).check();
    }

    /** Adds the checks that have been passed. */
    void addPassed(Set<Check> to) {
        List<Rung<T>> rungs = part.rungs();
        for (int i = 0; i < rungs.size(); i++) {
            long rung = number(i);
            if ((passed & rung) != 0 || rung <= furthest || looping && rung < current) {
                to.add(rungs.get(i).check());
            }
        }
    }

    /**
     * Makes them.
     *
     * @return whether it came to the last one
     * @throws org.xsplice.refusal.RefusedException if one of them fails
     */
    boolean make(T of) {
        progress.reach(this, part.firstStage(), part.lastStage());
        List<Rung<T>> rungs = part.rungs();
        for (int i = 0; i < rungs.size(); i++) {
            current = number(i);
            Made made = rungs.get(i).test().make(of);
            if (made == Made.ENOUGH) {
                return false;
            }
            if (made == Made.PASSED) {
                passed |= current;
            }
        }
        return true;
    }

    /** Notes that a loop begins. */
    void start() {
        looping = true;
        progress.reach(this, part.firstStage(), part.lastStage());
    }

    /**
     * Returns the number of the rung of a check, for {@link #begin}; 0 where the release does not make it.
     *
     * @throws IllegalArgumentException if the check is not declared
     */
    long rung(Check check) {
        int index = part.indexes()[check.ordinal()];
        if (index == Ladder.UNDECLARED) {
            throw new IllegalArgumentException(check + " is not declared beside the other checks of the loop");
        }
        return index == Ladder.NOT_MADE ? 0 : number(index);
    }

    /** Notes that the next thing of a loop is looked at, or that there is none; all checks of the last have passed. */
    void next() {
        if (current > furthest) {
            furthest = current;
        }
        current = 0;
    }

    /**
     * Notes that a check is made of the thing; those before have passed. This is called for each relocation of a payload.
     *
     * @param rung of the check
     * @return whether the release makes it at all
     * @throws IllegalStateException if it stands before the one that was made last
     */
    boolean begin(long rung) {
        if (rung <= current) {
            if (rung == 0) {
                return false;
            }
            throw late(rung);
        }
        current = rung;
        return true;
    }

    private IllegalStateException late(long rung) {
        return new IllegalStateException(check(rung) + " comes too late; the ladder has it before " + check(current));
    }
}
