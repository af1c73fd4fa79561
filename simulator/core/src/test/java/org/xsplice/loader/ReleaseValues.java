// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.List;
import org.xsplice.profile.Profile;

/** What stands in lines of the tables for a number that is another one in each release. */
final class ReleaseValues {
    /** How many features of processors there are, in hexadecimal digits. */
    static final String FEATURES = "{features}";
    /** The page of {@code vmap()} where the upload lies while it is loaded, without the last three digits of its address. */
    static final String UPLOAD_PAGE = "{upload page}";

    private static final int WORD_BITS = 32;
    /** The first page of the area of {@code vmap()} behind a page that nothing may use. */
    private static final long FIRST_PAGE = 0xffff82c000201L;

    private ReleaseValues() {}

    static List<String> fill(List<String> lines, Profile profile) {
        String features = "0x" + Integer.toHexString(profile.alternatives().capabilityWords() * WORD_BITS);
        String page = Long.toHexString(FIRST_PAGE + profile.vmapPages());
        return lines.stream()
                .map(line -> line.replace(FEATURES, features).replace(UPLOAD_PAGE, page))
                .toList();
    }
}
