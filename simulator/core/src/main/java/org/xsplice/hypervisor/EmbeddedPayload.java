// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;

/**
 * The payloads of the example, which are packed with this project (payloads/ has their sources). They patch functions of
 * an {@link EmbeddedGuest}.
 */
public enum EmbeddedPayload {
    /** Has {@code xen_extra_version} return "Hello World!". */
    HELLO_WORLD("xen_hello_world"),
    /** Has the same function return "Bye World!"; goes on top of {@link #HELLO_WORLD}. */
    BYE_WORLD("xen_bye_world"),
    /** Has the same function return "Hello Again World!"; made to take the place of all that are applied. */
    REPLACE_WORLD("xen_replace_world"),
    /** Makes NOPs of {@code xen_minor_version}; a hypervisor of 2016 refuses it. */
    NOP("xen_nop");

    private final String fileName;

    EmbeddedPayload(String fileName) {
        this.fileName = fileName;
    }

    /**
     * Returns the file.
     *
     * @param guest which it is built for: no other takes it
     * @param profile in whose dialect: payloads of 2016 have other section names and structures
     */
    public byte[] file(EmbeddedGuest guest, Profile profile) {
        boolean from2016 = profile.xenPrefix().equals(Profiles.XSPLICE_2016.xenPrefix());
        return Packed.file("payloads/" + guest.variant() + "/" + fileName + (from2016 ? ".xsplice" : ".livepatch"));
    }
}
