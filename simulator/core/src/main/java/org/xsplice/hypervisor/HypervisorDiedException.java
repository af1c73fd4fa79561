// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

/** The simulated hypervisor died; thrown through the model up to the control plane, which reports it as an outcome. */
public final class HypervisorDiedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Death death;

    public HypervisorDiedException(Death death) {
        super(death.summary(), null, false, false);
        this.death = death;
    }

    public Death death() {
        return death;
    }
}
