// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.List;
import org.xsplice.profile.Profile;

/**
 * One row of the tables of actions.
 *
 * @param name unique within a release
 * @param what it is about, one sentence
 * @param dialect the release that stands for all that take payloads of this form
 * @param when which of these the row is about
 * @param payloads what is loaded first; all of it is accepted
 * @param steps what is done then, one after the other
 * @param fact where the results are known from
 */
record ActionCase(
        String name,
        String what,
        Profile dialect,
        Condition when,
        List<Loaded> payloads,
        List<ActionStep> steps,
        String fact) {

    /**
     * A payload that is loaded.
     *
     * @param name under which it is loaded
     * @param payload {@code sample}, {@code user}, which points to a string of the sample, or a prebuilt one: {@code
     *     xen_hello_world}
     * @param damage what is done to it, or an empty string
     */
    record Loaded(String name, String payload, String damage) {}

    boolean holds(Profile profile) {
        return ReleasesOf.sameDialect(dialect, profile) && when.holds(profile);
    }

    @Override
    public String toString() {
        return dialect.functionSection() + " " + name + when;
    }
}
