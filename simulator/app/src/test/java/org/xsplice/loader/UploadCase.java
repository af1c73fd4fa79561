// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import org.xsplice.damage.Edit;
import org.xsplice.profile.Profile;

/**
 * One row of the tables of uploads.
 *
 * @param name of the damage
 * @param what was done to the payload, one sentence
 * @param edit what does it
 * @param result what the hypervisor of this release answers
 * @param fact where that is known from
 */
record UploadCase(String name, String what, Profile profile, Edit edit, UploadResult result, String fact) {
    @Override
    public String toString() {
        return profile.name() + " " + name;
    }
}
