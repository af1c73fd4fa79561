// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import org.xsplice.hypervisor.HypervisorDiedException;
import org.xsplice.plane.CallReply;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.Outcome;

/**
 * What the guest says its version is, asked through its own {@code do_xen_version} as {@code XENVER_version} and {@code XENVER_extraversion} ask.
 *
 * @param extra cut to the 15 characters that the interface has room for
 * @param minor 0 to 65535
 */
record VersionLook(String extra, int minor) {
    private static final int XENVER_VERSION = 0;
    private static final int XENVER_EXTRAVERSION = 1;
    private static final int EXTRA_MAX = 15;

    /**
     * Asks.
     *
     * @throws HypervisorDiedException if the answer kills it
     */
    static VersionLook at(ControlPlane plane) {
        long buffer = plane.hypervisor().guestMemory();
        int version = (int) doXenVersion(plane, XENVER_VERSION, 0);
        doXenVersion(plane, XENVER_EXTRAVERSION, buffer);
        String extra = plane.hypervisor().readString(buffer);
        return new VersionLook(extra.substring(0, Math.min(EXTRA_MAX, extra.length())), version & 0xffff);
    }

    private static long doXenVersion(ControlPlane plane, int command, long argument) {
        CallReply reply = plane.call(0, "do_xen_version", command, argument);
        if (reply.outcome() instanceof Outcome.Died died) {
            throw new HypervisorDiedException(died.death());
        }
        return reply.result();
    }
}
