// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Check;

/**
 * Collects rows of actions; each is for one form of payloads or for both, and for every release that takes these, unless a
 * condition stands before it.
 */
final class ActionTable {
    /** What {@code xen_extra_version} returns before it is patched, and once the sample is applied. */
    static final String ORIGINAL = ".0-embedded";

    static final String SAMPLE = "Sample!";

    /** What is said of the sample where it expects other code. */
    static final String EXPECTATION_FAILED =
            "xen_extra_version: expectation failed: expected:cccccccccccccccc, actual:488d05b1070000c3";

    /** Stands for the prefix of the release's lines. */
    private static final String PREFIX = "~";

    private final List<ActionCase> rows = new ArrayList<>();
    private String fact = "";
    private Condition when = Condition.ALWAYS;

    List<ActionCase> rows() {
        return List.copyOf(rows);
    }

    /** Names where the rows that follow are known from; they are for all releases, as long as no condition follows. */
    ActionTable fact(String source) {
        fact = source;
        when = Condition.ALWAYS;
        return this;
    }

    /** The rows that follow, up to the next fact, are for releases that have a behaviour. */
    ActionTable with(Feature feature) {
        when = when.with(feature);
        return this;
    }

    /** The rows that follow, up to the next fact, are for releases that have not a behaviour. */
    ActionTable without(Feature feature) {
        when = when.without(feature);
        return this;
    }

    ActionTable modern(String name, String what, Consumer<Row> content) {
        return row(UploadTable.MODERN, name, what, content);
    }

    ActionTable old(String name, String what, Consumer<Row> content) {
        return row(UploadTable.OLD, name, what, content);
    }

    ActionTable both(String name, String what, Consumer<Row> content) {
        return modern(name, what, content).old(name, what, content);
    }

    private ActionTable row(Profile profile, String name, String what, Consumer<Row> content) {
        Row row = new Row(profile);
        content.accept(row);
        rows.add(new ActionCase(name, what, profile, when, List.copyOf(row.payloads), List.copyOf(row.steps), fact));
        return this;
    }

    /** What a row holds. */
    static final class Row {
        private final Profile profile;
        private final List<ActionCase.Loaded> payloads = new ArrayList<>();
        private final List<ActionStep> steps = new ArrayList<>();

        private Row(Profile profile) {
            this.profile = profile;
        }

        boolean modern() {
            return profile.equals(UploadTable.MODERN);
        }

        /** Loads the sample as {@code m}, damaged or, for an empty string, not. */
        Row sample(String damage) {
            return loaded("m", "sample", damage);
        }

        Row loaded(String name, String payload, String damage) {
            payloads.add(new ActionCase.Loaded(name, payload, damage));
            return this;
        }

        /** Adds a step that returns. */
        Row step(String act, String outcome, List<String> afterwards, String... lines) {
            steps.add(new ActionStep(act, new ActionStep.Returned("", outcome, afterwards, List.of(lines))));
            return this;
        }

        /** Tells which check has refused the last step. */
        Row by(Check check) {
            ActionStep last = steps.remove(steps.size() - 1);
            ActionStep.Returned returned = (ActionStep.Returned) last.result();
            steps.add(new ActionStep(
                    last.act(),
                    new ActionStep.Returned(check.name(), returned.outcome(), returned.payloads(), returned.lines())));
            return this;
        }

        /** Adds an APPLY that succeeds. */
        Row applied(String payload, int functions, String... afterwards) {
            List<String> lines = new ArrayList<>(verifying(payload));
            lines.add(prefix(PREFIX + payload + ": Applying " + functions + " functions"));
            lines.add(prefix(PREFIX + payload + " finished APPLY with rc=0"));
            return step("APPLY " + payload, "0", List.of(afterwards), lines.toArray(String[]::new));
        }

        /** Adds a REVERT that succeeds. */
        Row reverted(String payload, String... afterwards) {
            return step(
                    "REVERT " + payload,
                    "0",
                    List.of(afterwards),
                    prefix(PREFIX + payload + ": Reverting"),
                    prefix(PREFIX + payload + " finished REVERT with rc=0"));
        }

        /** Adds a call of the function that all payloads patch. */
        Row version(String expected, String... afterwards) {
            return step("CALL xen_extra_version", expected, List.of(afterwards));
        }

        Row dies(String act, String cause) {
            steps.add(new ActionStep(act, new ActionStep.Died(cause)));
            return this;
        }

        /** Returns the line that precedes every look at expectations, in releases that have them. */
        List<String> verifying(String payload) {
            return profile.has(Feature.EXPECTATIONS)
                    ? List.of(prefix(PREFIX + payload + ": Verifying enabled expectations for all functions"))
                    : List.of();
        }

        /** Puts the release's prefix before a line. */
        String line(String text) {
            return profile.prefix() + text;
        }

        private String prefix(String line) {
            return line.replace(PREFIX, profile.prefix());
        }
    }
}
