// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.xsplice.machine.DataAccess;
import org.xsplice.orders.Choice;
import org.xsplice.orders.Footprint;

/**
 * Who touches what, as far as it has been seen: for each actor, and for each step of the scenario that may be on its way.
 * Actors are the CPUs, and what else may happen.
 */
final class Accesses {
    private final int cpus;
    /** The actor that begins the scenario's steps. */
    private final int stepping;

    private final List<List<Known>> stages = new ArrayList<>();
    private boolean grown;

    private static final class Known {
        private final Set<DataAccess> accesses = new HashSet<>();
        private boolean everything;

        boolean add(Footprint touched) {
            boolean more = accesses.addAll(touched.accesses()) || touched.touchesEverything() && !everything;
            everything |= touched.touchesEverything();
            return more;
        }

        boolean conflictsWith(Footprint touched) {
            if (everything) {
                return true;
            }
            for (DataAccess mine : touched.accesses()) {
                for (DataAccess known : accesses) {
                    if (mine.conflictsWith(known)) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    Accesses(int cpus, int steps) {
        this.cpus = cpus;
        stepping = cpus + Choice.Kind.STEP.ordinal();
        for (int stage = 0; stage <= steps; stage++) {
            List<Known> actors = new ArrayList<>();
            for (int actor = 0; actor < cpus + Choice.Kind.values().length; actor++) {
                actors.add(new Known());
            }
            stages.add(actors);
        }
    }

    private int actor(Choice choice) {
        return choice.kind() == Choice.Kind.CPU
                ? choice.cpu()
                : cpus + choice.kind().ordinal();
    }

    /**
     * Notes what a choice has touched.
     *
     * @param stage how many steps of the scenario had begun
     */
    void add(int stage, Choice choice, Footprint touched) {
        grown |= stages.get(stage).get(actor(choice)).add(touched);
    }

    /** Takes over what another one has noted. */
    void addAll(Accesses other) {
        for (int stage = 0; stage < stages.size(); stage++) {
            for (int actor = 0; actor < stages.get(stage).size(); actor++) {
                Known known = stages.get(stage).get(actor);
                Known more = other.stages.get(stage).get(actor);
                grown |= known.accesses.addAll(more.accesses) || more.everything && !known.everything;
                known.everything |= more.everything;
            }
        }
    }

    /** Returns whether anything has been noted since this was last asked that was not known. */
    boolean takeGrown() {
        boolean has = grown;
        grown = false;
        return has;
    }

    /**
     * Returns whether, as far as is known, somebody else may do what conflicts with a step of a CPU, before that CPU has
     * made it.
     *
     * @param steps how many further steps of the scenario may begin before
     */
    boolean mayConflict(int stage, int cpu, Footprint touched, int steps) {
        for (int at = stage; at <= stage + steps; at++) {
            List<Known> actors = stages.get(at);
            for (int actor = 0; actor < actors.size(); actor++) {
                boolean absent = actor == cpu || actor == stepping && at == stage + steps;
                if (!absent && actors.get(actor).conflictsWith(touched)) {
                    return true;
                }
            }
        }
        return false;
    }
}
