// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.List;
import org.xsplice.refusal.Check;

/**
 * The checks of some rungs that this release makes, ready to be made: by {@link #make}, or, in a long loop, by {@link
 * #start}, {@link #next} for each thing and {@link #begin} before each check of it.
 *
 * @param <T> what they are made of
 */
final class Checks<T> {
    private final Progress progress;
    private final Ladder.Part<T> part;
    private final int[] indexes;
    /** Bits of the rungs that have been passed: telling {@link Progress} once is enough. */
    private long passed;
    /** The rung that is being made, or was made last; -1 before the first. */
    private int current = -1;

    Checks(Progress progress, Ladder.Part<T> part) {
        this.progress = progress;
        this.part = part;
        indexes = part.indexes();
    }

    /** Returns the check that is made first. */
    Check first() {
        return part.rungs().get(0).check();
    }

    /** Returns the check that is being made, or was made last. */
    Check current() {
        return part.rungs().get(Math.max(0, current)).check();
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
            current = i;
            Made made = rungs.get(i).test().make(of);
            if (made == Made.ENOUGH) {
                return false;
            }
            if (made == Made.PASSED) {
                pass(i);
            }
        }
        return true;
    }

    private void pass(int rung) {
        if ((passed >>> rung & 1) == 0) {
            passed |= 1L << rung;
            progress.pass(part.rungs().get(rung).check());
        }
    }

    /** Notes that a loop begins. */
    void start() {
        progress.reach(this, part.firstStage(), part.lastStage());
    }

    /** Notes that the next thing of a loop is looked at, or that there is none; all checks of the last have passed. */
    void next() {
        if (current >= 0) {
            pass(current);
        }
        current = -1;
    }

    /**
     * Notes that a check is made of the thing; the one before has passed.
     *
     * @return whether the release makes it at all
     * @throws IllegalStateException if it stands before the one that was made last
     */
    boolean begin(Check check) {
        int rung = indexes[check.ordinal()];
        if (rung < 0) {
            return false;
        }
        if (rung <= current) {
            throw new IllegalStateException(check + " comes too late; the ladder has it earlier");
        }
        if (current >= 0) {
            pass(current);
        }
        current = rung;
        return true;
    }
}
