// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import org.xsplice.machine.CpuState;
import org.xsplice.state.Hashed;
import org.xsplice.state.StateHash;

/**
 * A call of a guest function that is executed in portions, while other CPUs go on in between: how far it has come. Memory
 * and registers are the machine's. {@link Hypervisor#start} begins one, {@link Hypervisor#step} takes it further.
 *
 * @param saved the registers that the CPU gets back when the function returns
 * @param rip where it goes on
 * @param poised whether it stands at an instruction that accesses what is watched
 * @param spent how much has been executed so far: instructions, each portion as a whole, and for each bridged function
 *     or trap as many as it counts for in a call
 * @param over whether the function has returned
 * @param result RAX, once the function has returned
 */
public record GuestRun(int cpu, CpuState saved, long rip, boolean poised, long spent, boolean over, long result)
        implements Hashed {
    GuestRun at(long newRip, boolean newPoised, long newSpent) {
        return new GuestRun(cpu, saved, newRip, newPoised, newSpent, false, 0);
    }

    GuestRun returned(long newResult, long newSpent) {
        return new GuestRun(cpu, saved, rip, false, newSpent, true, newResult);
    }

    /** What has been spent only tells how far it has come. */
    @Override
    public void addTo(StateHash hash) {
        hash.add(rip);
        hash.add(poised ? 1 : 0);
        for (long value : saved.values()) {
            hash.add(value);
        }
    }
}
