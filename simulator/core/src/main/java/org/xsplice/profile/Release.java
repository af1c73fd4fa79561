// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.profile;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What a release of Xen does, as far as releases differ. It is made of the one before it, with changes.
 *
 * @param sysctlVersion {@code XEN_SYSCTL_INTERFACE_VERSION}, which tools must have been built for
 * @param capabilityWords {@code NCAPINTS}: how many words of processor features there are
 * @param vmapPages how many pages of the area of {@code vmap()} a host like the recorded ones has taken once it is booted
 */
public record Release(Set<Feature> features, int sysctlVersion, int capabilityWords, int vmapPages) {
    public Release {
        features = Collections.unmodifiableSet(features.isEmpty() ? Set.of() : EnumSet.copyOf(features));
    }

    /** A step from one release to another. */
    @FunctionalInterface
    interface Change extends UnaryOperator<Release> {
        /** The next release does this. */
        static Change gains(Feature... features) {
            return release -> {
                Set<Feature> more = EnumSet.copyOf(release.features);
                Collections.addAll(more, features);
                return release.with(more);
            };
        }

        /** The next release no longer does this. */
        static Change loses(Feature... features) {
            return release -> {
                Set<Feature> fewer = EnumSet.copyOf(release.features);
                for (Feature feature : features) {
                    fewer.remove(feature);
                }
                return release.with(fewer);
            };
        }

        /** The next release has another version of the sysctl interface. */
        static Change sysctl(int version) {
            return release -> new Release(release.features, version, release.capabilityWords, release.vmapPages);
        }

        /** The next release knows another number of words of processor features. */
        static Change words(int count) {
            return release -> new Release(release.features, release.sysctlVersion, count, release.vmapPages);
        }

        /** A host of the next release has taken another number of pages once it is booted. */
        static Change vmap(int pages) {
            return release -> new Release(release.features, release.sysctlVersion, release.capabilityWords, pages);
        }
    }

    /** Returns the same release with other behaviours. */
    public Release with(Set<Feature> others) {
        return new Release(others, sysctlVersion, capabilityWords, vmapPages);
    }

    Release after(Change... changes) {
        Release next = this;
        for (Change change : changes) {
            next = change.apply(next);
        }
        return next;
    }
}
