// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import org.xsplice.damage.Edit;
import org.xsplice.profile.Profile;

/**
 * One row of the tables of uploads.
 *
 * @param name of the damage
 * @param what was done to the payload, one sentence
 * @param dialect the release that stands for all that take payloads of this form
 * @param when which of these the row is about
 * @param edit what does it
 * @param result what the hypervisor of such a release answers
 * @param fact where that is known from
 */
record UploadCase(
        String name, String what, Profile dialect, Condition when, Edit edit, UploadResult result, String fact) {
    boolean holds(Profile profile) {
        return ReleasesOf.sameDialect(dialect, profile) && when.holds(profile);
    }

    @Override
    public String toString() {
        return dialect.functionSection() + " " + name + when;
    }
}
