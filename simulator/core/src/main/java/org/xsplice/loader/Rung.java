// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.function.Predicate;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Check;

/**
 * A check that a step of loading makes, and its code.
 *
 * @param <T> what it is made of
 * @param in the releases that make it
 * @param test makes it
 */
record Rung<T>(Check check, Predicate<Profile> in, Test<T> test) {
    /** The code of a check. */
    interface Test<T> {
        /**
         * Makes the check.
         *
         * @throws org.xsplice.refusal.RefusedException if it fails
         */
        Made make(T of);
    }

    /** A check that every release makes. */
    static <T> Rung<T> rung(Check check, Test<T> test) {
        return new Rung<>(check, profile -> true, test);
    }

    /**
     * A check whose code stands in a loop of the step that is too long for a call of each check: there {@link
     * Checks#begin} says when it is made.
     */
    static <T> Rung<T> inLoop(Check check) {
        return rung(check, of -> {
            throw new IllegalStateException(check + " is made in a loop");
        });
    }

    /** The same check where a release has a feature. */
    Rung<T> with(Feature feature) {
        return where(profile -> profile.has(feature));
    }

    /** The same check where a release has not got a feature. */
    Rung<T> without(Feature feature) {
        return where(profile -> !profile.has(feature));
    }

    /** The same check where a release is as told. */
    Rung<T> where(Predicate<Profile> release) {
        return new Rung<>(check, release, test);
    }
}
