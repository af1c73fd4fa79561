// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import org.xsplice.machine.Checkpoint;

/** A call of a guest function that is executed in portions, while other CPUs go on in between. */
public interface GuestRun {
    /** How many instructions without anything else happening count as an endless loop. */
    long ENDLESS = GuestCaller.BUDGET;

    /**
     * Executes a portion.
     *
     * @param maxInstructions at most so many instructions of the guest
     * @return whether the function has returned; not to be called again then
     * @throws HypervisorDiedException if it dies
     */
    boolean step(long maxInstructions);

    /**
     * Executes the instruction with the access that it stands at, and on to the next instruction that accesses what is
     * watched; to the first one, where it has just begun.
     *
     * @param maxInstructions at most so many instructions of the guest
     * @return whether the function has returned; not to be called again then
     * @throws HypervisorDiedException if it dies
     */
    boolean stepToWatched(long maxInstructions);

    /** Keeps how far it has come; memory and registers keep themselves. */
    Checkpoint keep();

    /**
     * Returns how much has been executed so far: instructions, each portion as a whole, and for each bridged function or
     * trap as many as it counts for in a call.
     */
    long spent();

    /** Returns RAX, once the function has returned. */
    long result();
}
