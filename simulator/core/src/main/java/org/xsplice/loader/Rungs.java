// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.xsplice.profile.Profile;

/**
 * Checks that a step makes of one kind of thing, in their order. This is the only place where the order stands: the step
 * runs what is declared here ({@link Checks}), and the ladder of a release is made of it ({@link Ladder}).
 *
 * @param <T> what they are made of
 */
final class Rungs<T> {
    private enum Kind {
        EACH,
        TOGETHER,
        WITHIN
    }

    private final Kind kind;
    private final Function<Profile, List<Rung<T>>> declared;

    private Rungs(Kind kind, Function<Profile, List<Rung<T>>> declared) {
        this.kind = kind;
        this.declared = declared;
    }

    /** Checks that are made one after the other: the first of everything before the second of anything. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    static <T> Rungs<T> each(Rung<T>... rungs) {
        return each(List.of(rungs));
    }

    /** Such checks, as a list. */
    static <T> Rungs<T> each(List<Rung<T>> rungs) {
        return of(Kind.EACH, rungs);
    }

    /** Checks that are all made of one thing before any of them is made of the next. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    static <T> Rungs<T> together(Rung<T>... rungs) {
        return of(Kind.TOGETHER, List.of(rungs));
    }

    /** Such checks, where a release has an order of its own. */
    static <T> Rungs<T> together(Function<Profile, List<Rung<T>>> order) {
        return new Rungs<>(Kind.TOGETHER, order);
    }

    /** Checks of the parts of one thing, after the checks declared before, and before the next thing. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    static <T> Rungs<T> within(Rung<T>... rungs) {
        return of(Kind.WITHIN, List.of(rungs));
    }

    private static <T> Rungs<T> of(Kind kind, List<Rung<T>> rungs) {
        return new Rungs<>(kind, profile -> rungs);
    }

    /** Returns all, in the order that they have in a release; also those that it does not make. */
    List<Rung<T>> declared(Profile profile) {
        return declared.apply(profile);
    }

    /** Returns those that a release makes. */
    List<Rung<T>> of(Profile profile) {
        List<Rung<T>> made = new ArrayList<>();
        for (Rung<T> rung : declared(profile)) {
            if (rung.in().test(profile)) {
                made.add(rung);
            }
        }
        return made;
    }

    /** Returns whether each check is a stage of its own. */
    boolean oneByOne() {
        return kind == Kind.EACH;
    }

    /** Returns whether the checks belong to the stage of those before. */
    boolean continued() {
        return kind == Kind.WITHIN;
    }
}
