// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.recognition;

import java.util.Locale;
import org.xsplice.profile.Feature;

/**
 * Whether an image has a behaviour, and how that is known.
 *
 * @param what was found or was not, for people: a symbol, a text, an instruction, a release
 */
public record Sighting(Feature feature, boolean present, Means means, String what) {
    /** Returns the behaviour's name as people and scripts read it, for example {@code endbr-aware}. */
    public String name() {
        return name(feature);
    }

    static String name(Feature feature) {
        return feature.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** How something is known. */
    public enum Means {
        /** A symbol is there, or is not. */
        SYMBOL("symbol"),
        /** A text is there, or is not. */
        TEXT("text"),
        /** A function's code does it, or does not. */
        CODE("code"),
        /** The image does not show it; it came together with something that the image shows. */
        COMPANION("companion"),
        /** The image does not show it; the release had it, or had it not. */
        RELEASE("release");

        private final String word;

        Means(String word) {
            this.word = word;
        }

        /** Returns it in a word, for people. */
        public String word() {
            return word;
        }
    }
}
