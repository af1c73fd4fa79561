// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.recognition;

import static org.xsplice.text.Formats.format;

import java.util.Optional;
import java.util.stream.Collectors;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.profile.Series;

/** The release that an image is judged by: what it is recognised as, or what somebody says. */
public final class ReleaseChoice {
    /** What stands for the release that the image is recognised as. */
    public static final String AUTO = "auto";

    private ReleaseChoice() {}

    /** Returns the names that there are, in one line for people. */
    public static String names() {
        return AUTO + ", "
                + Profiles.series().stream().map(Series::name).collect(Collectors.joining(", "))
                + ", a point release such as 4.17.3, or " + Profiles.XSPLICE_2016.name();
    }

    /**
     * Recognises an image.
     *
     * @throws UnknownReleaseException if it is of no release that is known
     */
    public static Profile recognised(HypervisorImage image) {
        Recognition found = Recognition.of(image)
                .orElseThrow(
                        () -> new UnknownReleaseException(
                                "the image does not say which version of Xen it is, so it cannot be told what it would do; "
                                        + "name a release (`release: 4.20` in a scenario, `inspect --as 4.20`) to judge it by that at your own risk"));
        if (!found.known()) {
            String nearest = found.series().name();
            throw new UnknownReleaseException(format(
                    "the image is Xen %s, which is not known, so it cannot be told what it would do; the nearest release is %s: name it (`release: %s` in a scenario, `inspect --as %s`) to judge by that at your own risk",
                    found.version(), nearest, nearest, nearest));
        }
        return found.profile();
    }

    /**
     * Takes an image for a release, as somebody says. Where the image is recognised as another one, or as none, the name of the
     * profile, and so every verdict, tells that.
     *
     * @param release of the names in {@link #names}, without {@link #AUTO}
     */
    public static Profile as(HypervisorImage image, Profile release) {
        Optional<Recognition> found = Recognition.of(image);
        boolean own = found.filter(Recognition::known)
                .filter(recognised -> recognised.showsNothing() || ofSeries(release, recognised.series()))
                .isPresent();
        String what = found.map(recognised -> "Xen " + recognised.version()).orElse("of no known version");
        return own ? release : release.named(format("%s (at your own risk: the image is %s)", release.name(), what));
    }

    private static boolean ofSeries(Profile release, Series series) {
        String name = Profiles.nameOf(series);
        return release.name().equals(name) || release.name().startsWith(name + ".");
    }
}
