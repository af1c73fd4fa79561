// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.recognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Profiles;
import org.xsplice.profile.Release;
import org.xsplice.profile.Series;
import org.xsplice.recognition.Sighting.Means;
import org.xsplice.support.RealImage;

/** On every real image that there is; each test says of which it does not hold. */
class RecognitionTests {
    /** What no image shows: the tool makes the difference, or a number in a struct that all releases leave 0. */
    private static final Set<Feature> NOT_SHOWN =
            EnumSet.of(Feature.EXACT_VERBS, Feature.TOOL_FORCE, Feature.OPERATION_FLAGS);

    private static final List<Recognition> RECOGNISED = new ArrayList<>();

    @BeforeAll
    static void look() throws IOException {
        for (Path image : RealImage.all()) {
            RECOGNISED.add(Recognition.of(HypervisorImage.open(image)).orElseThrow());
        }
        assumeTrue(!RECOGNISED.isEmpty(), "there is no real image");
    }

    @Test
    void everyRealImageIsOfAKnownRelease() {
        assertThat(RECOGNISED).allSatisfy(recognised -> {
            assertThat(recognised.known()).isTrue();
            assertThat(recognised.series().name())
                    .isEqualTo(recognised.version().series());
        });
    }

    /** What the code shows is what the public history says of the release; a build may only have what came later. */
    @Test
    void whatAnImageShowsIsWhatItsReleaseDoesOrALaterOneOfItsSeries() {
        assertThat(RECOGNISED).allSatisfy(recognised -> {
            Series series = recognised.series();
            int point = series.points().floorKey(recognised.version().point());
            assertThat(recognised.release().features())
                    .as(recognised.version().toString())
                    .isIn(series.points().tailMap(point).values().stream()
                            .map(Release::features)
                            .toList());
            assertThat(recognised.release().capabilityWords())
                    .isIn(series.points().tailMap(point).values().stream()
                            .map(Release::capabilityWords)
                            .toList());
            assertThat(recognised.release().sysctlVersion())
                    .isEqualTo(series.release(point).sysctlVersion());
        });
    }

    @Test
    void theReleaseIsAskedOnlyForWhatTheImageDoesNotShow() {
        assertThat(RECOGNISED)
                .allSatisfy(recognised -> assertThat(recognised.sightings())
                        .filteredOn(sighting -> sighting.means() == Means.RELEASE)
                        .extracting(Sighting::feature)
                        .as(recognised.version().toString())
                        .isSubsetOf(NOT_SHOWN));
    }

    @Test
    void eachBehaviourThatReleasesDifferInIsToldOnce() {
        assertThat(RECOGNISED)
                .allSatisfy(recognised -> assertThat(recognised.sightings())
                        .extracting(Sighting::feature)
                        .doesNotHaveDuplicates()
                        .hasSameElementsAs(Profiles.differing()));
    }
}
