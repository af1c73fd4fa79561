// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.orders;

import java.util.List;
import java.util.Optional;

/**
 * The CPUs of a host, stepped one by one in an order that somebody else chooses. A step goes up to and with the next access to
 * what other CPUs can see. Time stands still; a deadline passes when that is chosen.
 *
 * <p>A search uses it as follows: ask {@link #choices}, do one by {@link #take(Choice)}, look at the state, ask again. Steps of
 * the scenario are done by the other methods that take something to do, which say how much it can touch. The {@link Footprint}
 * that each returns tells which accesses were made; two steps without a conflict can be exchanged, so one order of them is
 * enough. {@link #fingerprint} tells whether a state is new.
 *
 * <p>To go back, the host is kept and put back as always; everything here is a part of that. {@link Interleaving} does it
 * for plane model, {@code XenOrders} for plane xen, where CPUs execute the rendezvous of the image.
 */
public interface Orders {
    /** Returns what can come next, in a fixed order, beside steps of the scenario; nothing where nothing can. */
    List<Choice> choices();

    /** Returns whether somebody can make a hypercall now. */
    boolean takesHypercalls();

    /**
     * Does what has been chosen.
     *
     * @param choice one of {@link #choices}
     * @return what it has touched
     * @throws org.xsplice.hypervisor.HypervisorDiedException if guest code dies of it
     */
    Footprint take(Choice choice);

    /** Does something that may touch anything, as most steps of a scenario. */
    Footprint take(Runnable step);

    /** Does something that touches only payloads and their work, and what guest code does meanwhile. */
    Footprint takeAction(Runnable action);

    /** Lets a virtual CPU be asked for something. */
    Footprint takeHypercall(int cpu, Runnable hypercall);

    /** Does something that touches nothing. */
    Footprint takeNothing(Runnable nothing);

    /** Returns the accesses that a CPU which cannot make a step waits for. */
    Footprint awaited(int cpu);

    /** Returns whether a CPU executes guest code, and is not in a modelled rendezvous nor asleep. */
    boolean executesGuest(int cpu);

    /** Returns whether a CPU is in the rendezvous. */
    boolean inRendezvous(int cpu);

    /** Returns whether no work is pending, and every CPU has noticed. */
    boolean workOver();

    /** Returns whether work is pending that cannot be over before each CPU that is awake has come. */
    boolean gathers();

    /** Returns whether a master has acted after its deadline, though not all CPUs had come. */
    boolean actedLate();

    /** Returns whether all CPUs sleep, and no work is pending. */
    boolean atRest();

    /** Returns whether NMIs get lost. */
    boolean nmiMasked();

    /** Names where a CPU stands that executes no guest code. */
    String placeOf(int cpu);

    /** Returns whether a CPU waits in a modelled rendezvous, or names where it does. */
    Optional<String> spinsAt(int cpu);

    /** Returns whether a CPU has its interrupts off. */
    boolean interruptsOff(int cpu);

    /**
     * Returns a hash of all that decides what can come. Two states that differ have the same one with a probability of
     * 2^-64.
     */
    long fingerprint();
}
