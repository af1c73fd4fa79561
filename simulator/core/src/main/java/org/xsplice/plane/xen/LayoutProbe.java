// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.xen;

import org.xsplice.errno.Errno;
import org.xsplice.hypervisor.GuestLayout;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.HypervisorDiedException;
import org.xsplice.machine.PageFaultException;

/**
 * Tries the offsets that {@link LayoutFinder} has found on the image's own code, before anything depends on them: two calls
 * whose results are known.
 */
final class LayoutProbe {
    private final Hypervisor hypervisor;
    private final BuildSymbols symbols;

    LayoutProbe(Hypervisor hypervisor) {
        this.hypervisor = hypervisor;
        symbols = new BuildSymbols(hypervisor.image());
    }

    /**
     * Looks for a payload that is not loaded. That needs the current vCPU, its domain and the CPU's number.
     *
     * @throws UnknownBuildException if the answer is another one than ENOENT
     */
    void look(SysctlOp op) {
        int rc = attempt("GET of a payload that is not there", () -> op.get("").rc());
        if (rc != Errno.ENOENT.rc()) {
            throw wrong("a GET of a payload that is not there returns " + rc + " instead of -ENOENT");
        }
    }

    /**
     * Wakes a CPU though there is no work. That needs its per-CPU data, {@code system_state}, and the domain of its
     * scheduling unit.
     *
     * @throws UnknownBuildException if the CPU does not note the wake-up, or does not see that there is no work
     */
    void wake(int cpu) {
        long flag = symbols.requirePerCpu("work_to_do", cpu, hypervisor.memory());
        attempt("tasklet_fn", () -> (int) hypervisor.call(cpu, symbols.require("tasklet_fn"), 0));
        if (hypervisor.memory().readByte(flag) == 0) {
            throw wrong("tasklet_fn on CPU " + cpu + " does not set that CPU's work_to_do");
        }
        attempt("check_for_livepatch_work", () ->
                (int) hypervisor.call(cpu, symbols.require("check_for_livepatch_work")));
        if (hypervisor.memory().readByte(flag) != 0) {
            throw wrong("check_for_livepatch_work on CPU " + cpu + " does not clear that CPU's work_to_do");
        }
    }

    private interface Call {
        int run();
    }

    private static int attempt(String what, Call call) {
        try {
            return call.run();
        } catch (HypervisorDiedException e) {
            throw wrong(what + " dies: " + e.death().summary());
        } catch (PageFaultException e) {
            throw wrong(what + " faults: " + e.fault());
        }
    }

    private static UnknownBuildException wrong(String what) {
        return new UnknownBuildException(
                "offsets that were read from its code (" + GuestLayout.class.getSimpleName() + ") are wrong: " + what);
    }
}
