// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane;

import java.util.List;
import org.xsplice.machine.Checkpoint;
import org.xsplice.payload.PatchSite;
import org.xsplice.schedule.Freedom;
import org.xsplice.schedule.Orders;
import org.xsplice.schedule.Witness;

/** A host on which somebody else may choose the order of events, and put it back to what it was. */
public interface SteeredPlane extends ControlPlane {
    /**
     * Hands the CPUs over: time does not go on by itself any more.
     *
     * @param freedom what may happen beside the CPUs' own steps
     * @param witness is told what CPUs do
     * @throws IllegalArgumentException if what may happen cannot happen on this host
     */
    Orders orders(Freedom freedom, Witness witness);

    /** Returns what applying the loaded payloads changes, as far as CPUs execute it while the order is chosen. */
    List<PatchSite> sites();

    /** Returns those of the sites that are patched as things stand: the newest applied payload's. */
    List<PatchSite> sitesInForce();

    /** Has the steps of CPUs end where they come to what the loaded payloads patch, or share. */
    void watchPayloads();

    /** Returns the status of the loaded payloads, without time passing. */
    List<PayloadStatus> loaded();

    /** Returns whether a virtual CPU's last hypercall is still to be done. */
    boolean hypercallPending(int cpu);

    /** Returns a hash of what decides what can come, and is known neither to the CPUs nor to the guest's memory. */
    long hash();

    /** Keeps what it knows beside that. */
    Checkpoint keep();
}
