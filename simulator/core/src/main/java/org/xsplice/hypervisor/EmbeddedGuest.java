// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The hypervisors of this project, which are packed with it (payloads/hypervisor has their sources). */
public enum EmbeddedGuest {
    /** Its functions begin with their first instruction. */
    PLAIN("embedded", "plain"),
    /** Its functions begin with ENDBR64. */
    ENDBR("embedded-endbr", "endbr");

    private final String word;
    private final String variant;

    EmbeddedGuest(String word, String variant) {
        this.word = word;
        this.variant = variant;
    }

    /** Returns the name that users write. */
    public String word() {
        return word;
    }

    /** Returns how it was built: the name of its folder, for example {@code plain}. */
    public String variant() {
        return variant;
    }

    /** Returns the names that users write. */
    public static List<String> words() {
        return Stream.of(values()).map(EmbeddedGuest::word).toList();
    }

    /** Finds the one for what a user wrote. */
    public static Optional<EmbeddedGuest> of(String word) {
        return Stream.of(values()).filter(guest -> guest.word.equals(word)).findFirst();
    }

    /** Returns its executable, a xen-syms. */
    public byte[] file() {
        return Packed.file("guests/" + variant + "/xen-syms");
    }

    /** Returns it, read. */
    public HypervisorImage image() {
        return HypervisorImage.parse(word, file());
    }
}
