// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.profile;

import static org.xsplice.profile.Release.Change.gains;
import static org.xsplice.profile.Release.Change.loses;
import static org.xsplice.profile.Release.Change.sysctl;
import static org.xsplice.profile.Release.Change.vmap;
import static org.xsplice.profile.Release.Change.words;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xsplice.profile.Release.Change;

/** The releases of Xen, from 4.14 on: what each does otherwise than the one before (docs/releases.md). */
final class Releases {
    /** What 4.14.0 does. Its function struct is of version 2, and has been since. */
    private static final Release FIRST = new Release(
            EnumSet.of(
                    Feature.SECTION_ALIGNMENT_CHECKED,
                    Feature.NOBITS_LIMITED,
                    Feature.OSABI_FREEBSD_ACCEPTED,
                    Feature.STN_UNDEF_REFUSED,
                    Feature.RELOCATION_SIZES_CHECKED_FIRST,
                    Feature.NOP_PATCHING,
                    Feature.EXPECTATIONS,
                    Feature.DUPLICATE_BUILD_ID_REFUSED,
                    Feature.NEW_SYMBOLS_CHECKED_AGAINST_CORE,
                    Feature.SECTION_SIZES_WORDED_ALIKE,
                    Feature.SCHEDULED_WORK_GUARDED,
                    Feature.REAPPLY_GUARDED,
                    Feature.NODEPS,
                    Feature.WAIT_QUEUES_CHECKED,
                    Feature.CONSISTENCY_CHECKED,
                    Feature.WRITE_PROTECT_CLEARED,
                    Feature.OLD_CODE_SAVED_IN_ENTRY,
                    Feature.COMMON_FUNCTIONS_PATCH,
                    Feature.TASKLETS),
            0x13,
            13,
            0);

    /** Each of the next was made for the master branch, and went to the stable ones too. */
    private static final Change CONTROL_FLOW = gains(
            Feature.ENDBR_AWARE,
            Feature.IGNORED_SYMBOL_REFUSED,
            Feature.OLD_ADDRESS_RESOLVED_FIRST,
            Feature.EMPTY_DATA_IGNORED);

    private static final Change PAGE_PERMISSIONS = loses(Feature.WRITE_PROTECT_CLEARED);
    private static final Change CONSTANT_FUNCTIONS = loses(Feature.OLD_CODE_SAVED_IN_ENTRY);
    private static final Change PATCHED_IN_PLACE = loses(Feature.COMMON_FUNCTIONS_PATCH);
    private static final Change EARLY_CHECK =
            gains(Feature.XEN_BUILD_ID_FIRST, Feature.NOTE_ERRORS_KEPT, Feature.UNLOADED_SECTIONS_IN_UPLOAD);
    private static final Change ALTERNATIVE_ERRORS = gains(Feature.ALTERNATIVE_ERRORS);
    private static final Change INVERTED_FEATURES = gains(Feature.INVERTED_FEATURES);

    private static final Series XEN_4_14 =
            Series.first("4.14", 6, FIRST).point(5, CONTROL_FLOW, words(16)).point(6, words(20));
    private static final Series XEN_4_15 =
            XEN_4_14.next("4.15", 7).point(3, CONTROL_FLOW, words(16)).point(5, words(20));
    private static final Series XEN_4_16 = XEN_4_15.next("4.16", 7, sysctl(0x14), words(14))
            .point(1, CONTROL_FLOW, words(16))
            .point(4, PAGE_PERMISSIONS, words(18))
            .point(5, words(20));
    private static final Series XEN_4_17 = XEN_4_16.next("4.17", 7, CONTROL_FLOW, sysctl(0x15), words(16))
            .point(1, PAGE_PERMISSIONS, words(18))
            .point(2, words(20))
            .point(3, CONSTANT_FUNCTIONS)
            .point(
                    4,
                    PATCHED_IN_PLACE,
                    gains(Feature.ALTERNATIVES_BOUNDED, Feature.REGISTERED_AT_LOAD, Feature.RODATA_RELAXED))
            .point(6, INVERTED_FEATURES, words(21));
    private static final Series XEN_4_18 = XEN_4_17.next(
                    "4.18", 6, PAGE_PERMISSIONS, gains(Feature.ALTERNATIVES_BOUNDED), words(20))
            .point(1, CONSTANT_FUNCTIONS, PATCHED_IN_PLACE, gains(Feature.REGISTERED_AT_LOAD))
            .point(2, gains(Feature.RODATA_RELAXED))
            .point(4, EARLY_CHECK, ALTERNATIVE_ERRORS)
            .point(5, INVERTED_FEATURES)
            .point(6, words(21));
    private static final Series XEN_4_19 = XEN_4_18.next(
                    "4.19",
                    6,
                    CONSTANT_FUNCTIONS,
                    PATCHED_IN_PLACE,
                    gains(Feature.REGISTERED_AT_LOAD, Feature.RODATA_RELAXED),
                    gains(Feature.OPERATION_FLAGS, Feature.EXACT_VERBS, Feature.TOOL_FORCE))
            .point(1, EARLY_CHECK, ALTERNATIVE_ERRORS)
            .point(3, INVERTED_FEATURES, words(21));
    private static final Series XEN_4_20 =
            XEN_4_19.next("4.20", 4, EARLY_CHECK, ALTERNATIVE_ERRORS, vmap(27)).point(1, INVERTED_FEATURES, words(21));
    private static final Series XEN_4_21 = XEN_4_20.next(
                    "4.21",
                    2,
                    INVERTED_FEATURES,
                    gains(
                            Feature.ALTERNATIVE_CALLS_APART,
                            Feature.RETURN_IN_REPLACEMENT_MENDED,
                            Feature.LIST_SIZES_GIVEN),
                    sysctl(0x16),
                    words(21))
            .point(1, words(22));
    private static final Series XEN_4_22 = XEN_4_21.next("4.22", 0, words(22));

    private static final List<Series> ALL =
            List.of(XEN_4_14, XEN_4_15, XEN_4_16, XEN_4_17, XEN_4_18, XEN_4_19, XEN_4_20, XEN_4_21, XEN_4_22);

    private Releases() {}

    /** Returns all series, the oldest first. */
    static List<Series> all() {
        return ALL;
    }

    /** Returns the behaviours that some releases have and others have not. */
    static Set<Feature> differing() {
        Set<Feature> some = EnumSet.noneOf(Feature.class);
        Set<Feature> every = EnumSet.allOf(Feature.class);
        ALL.stream().flatMap(series -> series.points().values().stream()).forEach(release -> {
            some.addAll(release.features());
            every.retainAll(release.features());
        });
        some.removeAll(every);
        return Collections.unmodifiableSet(some);
    }

    /** Finds a series, for example 4.17. */
    static Optional<Series> series(String name) {
        return ALL.stream().filter(series -> series.name().equals(name)).findFirst();
    }
}
