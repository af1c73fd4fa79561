// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import java.util.Locale;

/** An error in the rendezvous that can be switched on, to see its effect. */
public enum ProtocolFault {
    /** The master patches without waiting for the other CPUs. */
    NO_QUIESCE,
    /** No CPU serializes after the patching: it may go on executing what it has fetched before. */
    NO_FLUSH,
    /** NMIs are taken while text is being written. */
    NMI_NOT_MASKED,
    /** CPUs come to the rendezvous from wherever they are, not only from the idle loop. */
    CHECK_ANYWHERE,
    /** Only the first function is patched while the CPUs stand still, the others afterwards. */
    ONE_BY_ONE,
    /** NMIs stay masked when the first phase times out, as in 2016 (mended by c5ed88110c). */
    UNMASK_OMITTED,
    /** {@code ready} is set before the semaphore is reset: there is no barrier in between. */
    READY_BEFORE_RESET;

    /** Returns what scenario files call it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
