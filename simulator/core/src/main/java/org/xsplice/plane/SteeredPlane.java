// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane;

import java.util.List;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.orders.Freedom;
import org.xsplice.orders.Orders;
import org.xsplice.orders.Witness;
import org.xsplice.payload.PatchSite;

/** A host on which somebody else may choose the order of events, and put it back to what it was. */
public interface SteeredPlane extends ControlPlane {
    /**
     * Hands the CPUs over: time does not go on by itself any more.
     *
     * @param freedom what may happen beside the CPUs' own steps
     * @param witness learns what CPUs do
     * @throws IllegalArgumentException if what may happen cannot happen on this host
     */
    Orders orders(Freedom freedom, Witness witness);

    /** Returns what applying the loaded payloads changes, as far as CPUs execute it while the order is chosen. */
    List<PatchSite> sites();

    /** Returns those of the sites that are patched as things stand: the newest applied payload's. */
    List<PatchSite> sitesInForce();

    /** Makes the steps of CPUs end before text that the loaded payloads patch, and before their shared data. */
    void watchPayloads();

    /** Returns the status of the loaded payloads, without time passing. */
    List<PayloadStatus> loaded();

    /** Returns the hypervisor whose CPUs are steered. */
    @Override
    Hypervisor hypervisor();
}
