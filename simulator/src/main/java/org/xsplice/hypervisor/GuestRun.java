// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

/** A call of a guest function that is executed in portions, while other CPUs go on in between. */
public interface GuestRun {
    /**
     * Executes a portion.
     *
     * @param maxInstructions at most so many instructions of the guest
     * @return whether the function has returned; not to be called again then
     * @throws HypervisorDiedException if it dies
     */
    boolean step(long maxInstructions);

    /** Returns RAX, once the function has returned. */
    long result();
}
