// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xsplice.time.Duration;

/** What a CPU can be made to do: hypercalls of the embedded guest's laboratory, and what comes from outside. */
public enum Doing {
    /** Iterates. */
    BUSY(63, 2),
    /** Iterates with interrupts off. */
    IRQ_BUSY(62, 2),
    /** Iterates with a spinlock, or waits for it. */
    LOCK_BUSY(61, 2),
    /** Calls {@code xen_extra_version}. */
    CALL_EXTRA_VERSION(60, 9),
    /** Calls {@code lab_first} and {@code lab_second}. */
    CALL_PAIR(59, 23),
    /** Iterates in the body of {@code lab_slow}. */
    CALL_SLOW(58, 2),
    /** Its virtual CPU waits on the queue of domain 1. */
    WAITQUEUE(56, 0),
    /** Executes nothing: it has been taken away by firmware, or by a hypervisor below. */
    STOLEN(0, 0),
    /** Gets an NMI. */
    NMI(0, 0),
    /** Is taken offline. */
    OFFLINE(0, 0),
    /** Is brought online. */
    ONLINE(0, 0);

    /** The domain of the virtual CPUs that wait. */
    private static final int DOMAIN = 1;

    private final int hypercall;
    private final int nsPerIteration;

    Doing(int hypercall, int nsPerIteration) {
        this.hypercall = hypercall;
        this.nsPerIteration = nsPerIteration;
    }

    /** Returns what scenario files call it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the words of all, in order. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Doing::word).toList();
    }

    /** Returns whether it takes a time that can be chosen. */
    public boolean lasts() {
        return this != NMI;
    }

    /** Returns the number of the hypercall that does it. */
    Optional<Integer> hypercall() {
        return Optional.of(hypercall).filter(number -> number != 0);
    }

    /** Returns the hypercall's argument that makes it take about so long. */
    long argument(Duration lasts) {
        return this == WAITQUEUE ? DOMAIN : Math.max(1, lasts.nanos() / nsPerIteration);
    }
}
