// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import java.util.function.ObjIntConsumer;
import java.util.function.Predicate;
import org.xsplice.state.Flags;
import org.xsplice.state.HostState;
import org.xsplice.state.Nums;

/** Where each CPU stands, and whether it has been woken. */
public final class CpuTable {
    private static final Place[] PLACES = Place.values();

    private final Nums places;
    /** Woken while awake: it notices before it sleeps. */
    private final Flags wakeLatched;

    /** Has just left the rendezvous, and stands at the point where work is checked. */
    private final Flags hasChecked;
    /** Who has called a CPU to the rendezvous, or -1. */
    private final Nums callers;

    private final boolean booted;
    private final ObjIntConsumer<Place> arrivals;

    /**
     * @param booted whether the CPUs execute an idle loop
     * @param arrivals is called for each CPU that comes to another place
     */
    CpuTable(int cpus, boolean booted, ObjIntConsumer<Place> arrivals, HostState state) {
        this.booted = booted;
        this.arrivals = arrivals;
        places = state.numbers("cpu.place", cpus, Place.HALTED.ordinal());
        wakeLatched = state.flags("cpu.wakeLatched", cpus, false);
        hasChecked = state.flags("cpu.hasChecked", cpus, false);
        callers = state.numbers("cpu.caller", cpus, -1);
    }

    public int count() {
        return places.count();
    }

    public Place place(int cpu) {
        return PLACES[places.getInt(cpu)];
    }

    public void enter(int cpu, Place place) {
        places.set(cpu, place.ordinal());
        arrivals.accept(place, cpu);
    }

    /** Wakes a CPU. */
    void wake(int cpu) {
        if (place(cpu) == Place.HALTED) {
            enter(cpu, booted ? Place.GUEST : Place.WAKING);
        } else {
            wakeLatched.set(cpu, true);
        }
    }

    /** Calls a CPU to the rendezvous. */
    void call(int from, int cpu) {
        callers.set(cpu, from);
        wake(cpu);
    }

    /** Returns who has called a CPU since this was last asked, or -1. */
    int takeCaller(int cpu) {
        int caller = callers.getInt(cpu);
        callers.set(cpu, -1);
        return caller;
    }

    /** Lets a CPU sleep, unless it has been woken meanwhile. */
    void sleep(int cpu) {
        if (!wakeLatched.take(cpu)) {
            enter(cpu, Place.HALTED);
        } else if (!booted) {
            enter(cpu, Place.WAKING);
        }
    }

    /** Lets a CPU go on from where it checked for work. */
    void leave(int cpu) {
        if (booted) {
            hasChecked.set(cpu, true);
            enter(cpu, Place.GUEST);
        } else {
            sleep(cpu);
        }
    }

    /** Returns whether a CPU has left the rendezvous since this was last asked. */
    public boolean takeHasChecked(int cpu) {
        return hasChecked.take(cpu);
    }

    public boolean allAsleep() {
        return all(Place::sleeps);
    }

    /** Returns whether no CPU is in the rendezvous or on its way there. */
    public boolean allOutside() {
        return all(place -> place.sleeps() || place == Place.GUEST);
    }

    private boolean all(Predicate<Place> condition) {
        for (int cpu = 0; cpu < count(); cpu++) {
            if (!condition.test(place(cpu))) {
                return false;
            }
        }
        return true;
    }
}
