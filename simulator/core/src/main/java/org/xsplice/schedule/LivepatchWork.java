// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import java.util.Optional;
import org.xsplice.state.Flag;
import org.xsplice.state.HostState;
import org.xsplice.state.Num;
import org.xsplice.state.Ref;

/** {@code struct livepatch_work} (xen/common/livepatch.c), and its results. */
final class LivepatchWork {
    final Ref<Optional<PatchWork>> data;
    /** In nanoseconds. */
    final Num timeout;

    final Flag doWork;
    final Num semaphore;
    final Flag ready;
    /** The NMI callback that swallows NMIs is installed. */
    final Flag nmiMasked;
    /** {@code saved_nmi_callback} (xen/arch/x86/livepatch.c), which is put back, is the one that swallows NMIs. */
    final Flag savedNmiMasked;
    /** An action was done after the deadline, and not all CPUs had come. */
    final Flag actedLate;

    LivepatchWork(HostState state) {
        data = state.value("work.data", Optional.empty());
        timeout = state.progress("work.timeout", 0);
        doWork = state.flag("work.do_work", false);
        semaphore = state.number("work.semaphore", 0);
        ready = state.flag("work.ready", false);
        nmiMasked = state.flag("work.nmiMasked", false);
        savedNmiMasked = state.flag("work.savedNmiMasked", false);
        actedLate = state.flag("work.actedLate", false);
    }
}
