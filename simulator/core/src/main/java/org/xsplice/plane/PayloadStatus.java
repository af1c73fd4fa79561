// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane;

/**
 * {@code struct xen_livepatch_status} with the payload's name.
 *
 * @param state {@code LIVEPATCH_STATE_CHECKED} (1) or {@code LIVEPATCH_STATE_APPLIED} (2)
 * @param rc 0 or a negated error number
 * @param metadata the payload's {@code .modinfo}: NUL-separated strings, one character a byte; empty where it has none
 */
public record PayloadStatus(String name, int state, int rc, String metadata) {
    public static final int CHECKED = 1;
    public static final int APPLIED = 2;

    /** Makes the status of a payload without metadata. */
    public PayloadStatus(String name, int state, int rc) {
        this(name, state, rc, "");
    }

    /** Names the state as the tools do. */
    public String stateName() {
        return switch (state) {
            case CHECKED -> "CHECKED";
            case APPLIED -> "APPLIED";
            default -> "unknown";
        };
    }
}
