// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

/** How the case of a damaged file can end; the last ones are commands of the program, with their exit code as detail. */
public enum Ending {
    REFUSED("payload refused at upload, by the first check that fails"),
    DIED_AT_UPLOAD("payload uploaded: the hypervisor dies in"),
    NOT_APPLIED("payload accepted, but not applied, because of"),
    DIED_LATER("payload accepted, later the hypervisor dies of"),
    RAN("payload accepted, applied and called; afterwards"),
    IMAGE_REFUSED("image refused"),
    IMAGE_DIED("image taken: the hypervisor dies"),
    IMAGE_RAN("image taken: a good payload is"),
    SCENARIO("scenario run: exit code"),
    ORDER("order of events replayed: exit code"),
    BOOT_FILE("file looked at: exit code");

    private final String title;

    Ending(String title) {
        this.title = title;
    }

    /** Returns the heading of its part of the histogram. */
    public String title() {
        return title;
    }
}
