// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.damage.Damage;
import org.xsplice.damage.Damages;
import org.xsplice.errno.Errno;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.refusal.Check;

/**
 * Collects rows; each method adds one or, where both forms of payloads are meant, two. A row is for every release that takes
 * such payloads, unless a condition stands before it.
 */
final class UploadTable {
    static final Profile MODERN = Profiles.XEN_4_17;
    static final Profile OLD = Profiles.XSPLICE_2016;
    /** The name under which payloads are uploaded. */
    static final String NAME = "m";

    private final List<UploadCase> rows = new ArrayList<>();
    private String fact = "";
    private Condition when = Condition.ALWAYS;

    List<UploadCase> rows() {
        return List.copyOf(rows);
    }

    /** Names where the rows that follow are known from; they are for all releases, as long as no condition follows. */
    UploadTable fact(String source) {
        fact = source;
        when = Condition.ALWAYS;
        return this;
    }

    /** The rows that follow, up to the next fact, are for releases that have a behaviour. */
    UploadTable with(Feature feature) {
        when = when.with(feature);
        return this;
    }

    /** The rows that follow, up to the next fact, are for releases that have not a behaviour. */
    UploadTable without(Feature feature) {
        when = when.without(feature);
        return this;
    }

    UploadTable accepted(String... damages) {
        for (String damage : damages) {
            add(MODERN, damage, new UploadResult.Accepted());
            add(OLD, damage, new UploadResult.Accepted());
        }
        return this;
    }

    UploadTable acceptedBy(Profile profile, String... damages) {
        for (String damage : damages) {
            add(profile, damage, new UploadResult.Accepted());
        }
        return this;
    }

    /** Both releases refuse, the older one with an exclamation mark behind the same text. */
    UploadTable loud(String damage, Errno errno, Check check, String line) {
        return both(damage, errno, check, line, line + "!");
    }

    /** Both releases refuse with the same text. */
    UploadTable same(String damage, Errno errno, Check check, String line) {
        return both(damage, errno, check, line, line);
    }

    UploadTable both(String damage, Errno errno, Check check, String modernLine, String oldLine) {
        return modern(damage, errno, check, modernLine).old(damage, errno, check, oldLine);
    }

    /** Both releases refuse without a word. */
    UploadTable silent(String damage, Errno errno, Check check) {
        return modern(damage, errno, check).old(damage, errno, check);
    }

    UploadTable modern(String damage, Errno errno, Check check, String... lines) {
        return refused(MODERN, damage, errno, check, lines);
    }

    /** As {@link #modern}, where lines are given as they are. */
    UploadTable modernLines(String damage, Errno errno, Check check, String... wholeLines) {
        add(MODERN, damage, new UploadResult.Refused(errno, check, List.of(wholeLines)));
        return this;
    }

    UploadTable old(String damage, Errno errno, Check check, String... lines) {
        return refused(OLD, damage, errno, check, lines);
    }

    UploadTable died(Profile profile, String damage, String summary) {
        add(profile, damage, new UploadResult.Died(summary));
        return this;
    }

    private UploadTable refused(Profile profile, String damage, Errno errno, Check check, String... lines) {
        List<String> whole = new ArrayList<>();
        for (String line : lines) {
            whole.add(profile.prefix() + NAME + ": " + line);
        }
        add(profile, damage, new UploadResult.Refused(errno, check, List.copyOf(whole)));
        return this;
    }

    private void add(Profile profile, String name, UploadResult result) {
        Damage damage = Damages.named(profile, name);
        rows.add(new UploadCase(name, damage.description(), profile, when, damage.edit(), result, fact));
    }
}
