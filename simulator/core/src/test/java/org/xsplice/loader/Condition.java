// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.text.Formats.format;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Profile;

/**
 * In which releases a row holds.
 *
 * @param with behaviours that they have
 * @param without behaviours that they have not
 */
record Condition(Set<Feature> with, Set<Feature> without) {
    static final Condition ALWAYS = new Condition(Set.of(), Set.of());

    Condition {
        with = ordered(with);
        without = ordered(without);
    }

    /** Returns the releases that also have a behaviour. */
    Condition with(Feature feature) {
        return new Condition(plus(with, feature), without);
    }

    /** Returns the releases that also have not a behaviour. */
    Condition without(Feature feature) {
        return new Condition(with, plus(without, feature));
    }

    boolean holds(Profile profile) {
        return profile.features().containsAll(with) && Collections.disjoint(profile.features(), without);
    }

    private static Set<Feature> plus(Set<Feature> features, Feature another) {
        Set<Feature> more = EnumSet.of(another);
        more.addAll(features);
        return more;
    }

    private static Set<Feature> ordered(Set<Feature> features) {
        return Collections.unmodifiableSet(features.isEmpty() ? Set.of() : EnumSet.copyOf(features));
    }

    @Override
    public String toString() {
        return equals(ALWAYS) ? "" : format(" with %s without %s", with, without);
    }
}
