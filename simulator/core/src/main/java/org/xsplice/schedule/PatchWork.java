// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import org.xsplice.state.Hashed;

/** What will be done when all CPUs stand still, and what is reported when they do not. */
public interface PatchWork extends Hashed {
    /** Does it; all other CPUs wait with interrupts off. Models {@code livepatch_do_action}. */
    void perform(int masterCpu);

    /** The CPUs did not come in time; nothing was done. */
    void timedOut(String phase, int arrived, int expected);

    /** CPUs are just being plugged or unplugged; nothing was done. */
    void cpuMapsBusy(int masterCpu);

    /** The master calls the others. */
    void callingOthers(int masterCpu, int others);

    /** The rendezvous is over. */
    void finished(int masterCpu, boolean performed);
}
