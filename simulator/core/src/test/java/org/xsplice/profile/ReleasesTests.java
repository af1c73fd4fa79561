// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleasesTests {
    private static Profile named(String name) {
        return Profiles.named(name).orElseThrow();
    }

    @Test
    void aSeriesIsItsNewestPointRelease() {
        for (Series series : Profiles.series()) {
            Profile newest = named(series.name());
            Profile point = named(series.name() + "." + series.last());
            assertThat(newest).isEqualTo(named("xen-" + series.name()));
            assertThat(newest.name()).isEqualTo("xen-" + series.name());
            assertThat(point.features()).isEqualTo(newest.features());
            assertThat(point.title()).isEqualTo(newest.title());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.13", "4.23", "4.17.8", "4.17.", "4", "xen-", "xen4.17", "4.17.5.1", "xsplice", ""})
    void othersAreUnknown(String name) {
        assertThat(Profiles.named(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "4.14.4, 4.14.5, ENDBR_AWARE",
        "4.15.2, 4.15.3, IGNORED_SYMBOL_REFUSED",
        "4.16.0, 4.16.1, EMPTY_DATA_IGNORED",
        "4.17.3, 4.17.4, REGISTERED_AT_LOAD",
        "4.17.3, 4.17.4, ALTERNATIVES_BOUNDED",
        "4.17.3, 4.17.4, RODATA_RELAXED",
        "4.17.5, 4.17.6, INVERTED_FEATURES",
        "4.18.0, 4.18.1, REGISTERED_AT_LOAD",
        "4.18.1, 4.18.2, RODATA_RELAXED",
        "4.18.3, 4.18.4, XEN_BUILD_ID_FIRST",
        "4.18.3, 4.18.4, ALTERNATIVE_ERRORS",
        "4.18.4, 4.18.5, INVERTED_FEATURES",
        "4.18, 4.19.0, OPERATION_FLAGS",
        "4.19.0, 4.19.1, UNLOADED_SECTIONS_IN_UPLOAD",
        "4.19.2, 4.19.3, INVERTED_FEATURES",
        "4.20.0, 4.20.1, INVERTED_FEATURES",
        "4.20, 4.21.0, LIST_SIZES_GIVEN",
        "4.20, 4.21.0, ALTERNATIVE_CALLS_APART",
    })
    void aReleaseBringsWhatItsHistorySays(String before, String release, Feature feature) {
        assertThat(named(before).has(feature)).isFalse();
        assertThat(named(release).has(feature)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "4.16.3, 4.16.4, WRITE_PROTECT_CLEARED",
        "4.17.0, 4.17.1, WRITE_PROTECT_CLEARED",
        "4.17.2, 4.17.3, OLD_CODE_SAVED_IN_ENTRY",
        "4.18.0, 4.18.1, OLD_CODE_SAVED_IN_ENTRY",
        "4.17.3, 4.17.4, COMMON_FUNCTIONS_PATCH",
        "4.18.0, 4.18.1, COMMON_FUNCTIONS_PATCH",
    })
    void orTakesAway(String before, String release, Feature feature) {
        assertThat(named(before).has(feature)).isTrue();
        assertThat(named(release).has(feature)).isFalse();
    }

    /** A stable branch got later what the next release did not have when it was made. */
    @Test
    void aNewerReleaseMayHaveLess() {
        assertThat(named("4.17.4").has(Feature.REGISTERED_AT_LOAD)).isTrue();
        assertThat(named("4.18.0").has(Feature.REGISTERED_AT_LOAD)).isFalse();
        assertThat(named("4.18.4").has(Feature.XEN_BUILD_ID_FIRST)).isTrue();
        assertThat(named("4.19.0").has(Feature.XEN_BUILD_ID_FIRST)).isFalse();
    }

    @Test
    void theBuildIdIsCheckedOnceAndWhereTheReleaseDoes() {
        for (Series series : Profiles.series()) {
            for (int point : series.points().keySet()) {
                Profile profile = named(series.name() + "." + point);
                List<LoadStep> steps = profile.loadSteps();
                boolean first = profile.has(Feature.XEN_BUILD_ID_FIRST);
                assertThat(steps.indexOf(LoadStep.CHECK_XEN_BUILD_ID)).isEqualTo(first ? 1 : -1);
                assertThat(steps.contains(LoadStep.XEN_BUILD_ID_DEP)).isEqualTo(!first);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"4.14, 0x13", "4.15, 0x13", "4.16, 0x14", "4.17, 0x15", "4.20, 0x15", "4.21, 0x16", "4.22, 0x16"})
    void theSysctlInterfaceHasItsVersion(String release, String version) {
        assertThat(named(release).sysctlVersion()).isEqualTo(Integer.decode(version));
    }
}
