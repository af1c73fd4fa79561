// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import org.xsplice.machine.Cpu;

/** Stands in for a function of the guest whose work is done outside of it. */
@FunctionalInterface
public interface Bridge {
    /**
     * Does the function's work.
     *
     * @param cpu stands at the function's first instruction
     * @return what the function returns
     */
    long call(Cpu cpu);
}
