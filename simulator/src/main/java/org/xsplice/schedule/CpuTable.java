// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import java.util.Arrays;
import java.util.function.ObjIntConsumer;
import org.xsplice.machine.Checkpoint;

/** Where each CPU stands, and whether it has been woken. */
final class CpuTable {
    private final Place[] places;
    /** Woken while awake: it notices before it sleeps. */
    private final boolean[] wakeLatched;

    /** Has just left the rendezvous, and stands at the point where work is checked. */
    private final boolean[] hasChecked;
    /** Who has called a CPU to the rendezvous, or -1. */
    private final int[] callers;

    private final boolean booted;
    private final ObjIntConsumer<Place> arrivals;

    /**
     * @param booted whether the CPUs execute an idle loop
     * @param arrivals is told of each CPU that comes to another place
     */
    CpuTable(int cpus, boolean booted, ObjIntConsumer<Place> arrivals) {
        this.booted = booted;
        this.arrivals = arrivals;
        places = new Place[cpus];
        Arrays.fill(places, Place.HALTED);
        wakeLatched = new boolean[cpus];
        hasChecked = new boolean[cpus];
        callers = new int[cpus];
        Arrays.fill(callers, -1);
    }

    int count() {
        return places.length;
    }

    Place place(int cpu) {
        return places[cpu];
    }

    void enter(int cpu, Place place) {
        places[cpu] = place;
        arrivals.accept(place, cpu);
    }

    /** Wakes a CPU. */
    void wake(int cpu) {
        if (places[cpu] == Place.HALTED) {
            enter(cpu, booted ? Place.GUEST : Place.WAKING);
        } else {
            wakeLatched[cpu] = true;
        }
    }

    /** Calls a CPU to the rendezvous. */
    void call(int from, int cpu) {
        callers[cpu] = from;
        wake(cpu);
    }

    /** Returns who has called a CPU since this was last asked, or -1. */
    int takeCaller(int cpu) {
        int caller = callers[cpu];
        callers[cpu] = -1;
        return caller;
    }

    /** Lets a CPU sleep, unless it has been woken meanwhile. */
    void sleep(int cpu) {
        if (!wakeLatched[cpu]) {
            enter(cpu, Place.HALTED);
        } else {
            wakeLatched[cpu] = false;
            if (!booted) {
                enter(cpu, Place.WAKING);
            }
        }
    }

    /** Lets a CPU go on from where it checked for work. */
    void leave(int cpu) {
        if (booted) {
            hasChecked[cpu] = true;
            enter(cpu, Place.GUEST);
        } else {
            sleep(cpu);
        }
    }

    /** Returns whether a CPU has left the rendezvous since this was last asked. */
    boolean takeHasChecked(int cpu) {
        boolean has = hasChecked[cpu];
        hasChecked[cpu] = false;
        return has;
    }

    /** Returns whether a CPU is at a place. */
    boolean any(Place place) {
        return Arrays.asList(places).contains(place);
    }

    boolean allAsleep() {
        return Arrays.stream(places).allMatch(Place::sleeps);
    }

    /** Returns whether no CPU is in the rendezvous or on its way there. */
    boolean allOutside() {
        return Arrays.stream(places).allMatch(place -> place.sleeps() || place == Place.GUEST);
    }

    /** Mixes what it holds into a hash. */
    long hash(long seed) {
        long hash = seed;
        for (int cpu = 0; cpu < places.length; cpu++) {
            hash = hash * 31 + places[cpu].ordinal() * 4L + (wakeLatched[cpu] ? 1 : 0) + (hasChecked[cpu] ? 2 : 0);
        }
        return hash;
    }

    Checkpoint keep() {
        Place[] placesThen = places.clone();
        boolean[] wakeLatchedThen = wakeLatched.clone();
        int[] callersThen = callers.clone();
        boolean[] hasCheckedThen = hasChecked.clone();
        return () -> {
            System.arraycopy(hasCheckedThen, 0, hasChecked, 0, hasChecked.length);
            System.arraycopy(callersThen, 0, callers, 0, callers.length);
            System.arraycopy(placesThen, 0, places, 0, places.length);
            System.arraycopy(wakeLatchedThen, 0, wakeLatched, 0, wakeLatched.length);
        };
    }
}
