// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.recognition;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.image.ImageFacts;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.profile.Release;
import org.xsplice.profile.Series;
import org.xsplice.recognition.Sighting.Means;

/**
 * What an image is: its version, the release that it is nearest to, and of each behaviour whether it has it. A behaviour is
 * taken from what the image shows, so that builds with later changes come out right; from the release only where the image
 * shows nothing.
 *
 * @param version what the image says it is
 * @param series the releases that it belongs to; the nearest ones where it belongs to none that is known
 * @param known whether it belongs to releases that are known; what is said of others is a guess
 * @param sightings one for each behaviour that differs between known releases
 */
public record Recognition(XenVersion version, Series series, boolean known, Release release, List<Sighting> sightings) {
    /** Looks at an image; nothing where it does not say which version it is. */
    public static Optional<Recognition> of(HypervisorImage image) {
        return XenVersion.of(ImageFacts.of(image)).map(version -> of(version, new ImageCode(image)));
    }

    private static Recognition of(XenVersion version, ImageCode code) {
        Signs signs = new Signs(code);
        Optional<Series> own = Profiles.series().stream()
                .filter(series -> series.name().equals(version.series()))
                .findFirst();
        Series series = own.orElseGet(() -> nearest(version));
        int point = point(version, series, own.isPresent() && signs.any());
        Release listed = series.release(point);
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        List<Sighting> sightings = new ArrayList<>();
        for (Feature feature : Feature.values()) {
            Sighting sighting = signs.of(feature)
                    .orElseGet(() -> new Sighting(
                            feature,
                            listed.features().contains(feature),
                            Means.RELEASE,
                            series.name() + "." + Math.min(point, series.last())));
            if (sighting.present()) {
                features.add(feature);
            }
            if (Profiles.differing().contains(feature)) {
                sightings.add(sighting);
            }
        }
        Release release = new Release(
                features,
                signs.sysctlVersion().orElse(listed.sysctlVersion()),
                signs.capabilityWords().orElse(listed.capabilityWords()),
                listed.vmapPages());
        return new Recognition(version, series, own.isPresent(), release, List.copyOf(sightings));
    }

    /** An image without code for live patching, such as those of this project, does not differ from the newest release. */
    private static int point(XenVersion version, Series series, boolean itsOwn) {
        if (itsOwn) {
            return version.point();
        }
        return older(version, series) ? 0 : series.last();
    }

    private static Series nearest(XenVersion version) {
        List<Series> all = Profiles.series();
        return older(version, all.get(0)) ? all.get(0) : all.get(all.size() - 1);
    }

    private static boolean older(XenVersion version, Series series) {
        String[] parts = series.name().split("\\.");
        int major = Integer.parseInt(parts[0]);
        return version.major() < major || version.major() == major && version.minor() < Integer.parseInt(parts[1]);
    }

    /** Returns whether the image has no code for live patching that could show anything, as the images of this project. */
    public boolean showsNothing() {
        return sightings.stream().allMatch(sighting -> sighting.means() == Means.RELEASE);
    }

    /** Returns the profile that the image is to be judged by. */
    public Profile profile() {
        return showsNothing()
                ? Profiles.named(series.name()).orElseThrow()
                : Profiles.ofBuild(version.toString(), release);
    }

    /** Returns in what the image differs from the release that its version names. */
    public List<Sighting> unlikeRelease() {
        Set<Feature> listed = series.release(version.point()).features();
        return sightings.stream()
                .filter(sighting -> sighting.present() != listed.contains(sighting.feature()))
                .toList();
    }
}
