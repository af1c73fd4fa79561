// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.recognition;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xsplice.image.ImageFacts;

/**
 * What an image says its version is.
 *
 * @param major for example 4
 * @param minor for example 17
 * @param extra the rest, as {@code XENVER_extraversion} has it, for example {@code .5}
 */
public record XenVersion(int major, int minor, String extra) {
    private static final Pattern POINT = Pattern.compile("\\.(\\d{1,4})(-pre|-rc\\b.*)?.*");

    /** Takes it from what an image shows; nothing where that is not all of it. */
    static Optional<XenVersion> of(ImageFacts facts) {
        return facts.major().isPresent()
                        && facts.minor().isPresent()
                        && facts.extraVersion().isPresent()
                ? Optional.of(new XenVersion(
                        facts.major().getAsInt(),
                        facts.minor().getAsInt(),
                        facts.extraVersion().get()))
                : Optional.empty();
    }

    /** Returns the name of the series, for example {@code 4.17}. */
    public String series() {
        return major + "." + minor;
    }

    /**
     * Returns the number of the point release that the build contains. A build on the way to one, as {@code .5-pre}, is a later
     * state of the one before; one that names none, as {@code -unstable}, is taken for the first.
     */
    public int point() {
        Matcher matcher = POINT.matcher(extra);
        if (!matcher.matches()) {
            return 0;
        }
        int number = Integer.parseInt(matcher.group(1));
        return matcher.group(2) == null ? number : Math.max(0, number - 1);
    }

    /** Returns it as people write it, for example {@code 4.17.5}. */
    @Override
    public String toString() {
        return series() + extra;
    }
}
