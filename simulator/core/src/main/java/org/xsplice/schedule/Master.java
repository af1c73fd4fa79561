// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import org.xsplice.state.Hashed;
import org.xsplice.state.StateHash;
import org.xsplice.time.VirtualTime;

/**
 * What a master keeps on its stack. There may be two for a moment: work can be scheduled again as soon as {@code do_work}
 * is clear, and the first master is not out by then.
 *
 * @param work what it has taken to do
 * @param cpus how many CPUs it waits for
 * @param nextToCall the CPU that it calls next
 * @param expired whether the deadline has passed, whatever the clock says
 * @param lateWrites how many writes to text are made only after the rendezvous
 */
record Master(
        PatchWork work,
        int cpus,
        int nextToCall,
        VirtualTime deadline,
        boolean expired,
        boolean actionDone,
        int lateWrites)
        implements Hashed {

    static Master of(PatchWork work) {
        return new Master(work, 0, 0, VirtualTime.START, false, false, 0);
    }

    Master waitingFor(int others) {
        return new Master(work, others, nextToCall, deadline, expired, actionDone, lateWrites);
    }

    Master calling(int next) {
        return new Master(work, cpus, next, deadline, expired, actionDone, lateWrites);
    }

    Master until(VirtualTime newDeadline) {
        return new Master(work, cpus, nextToCall, newDeadline, expired, actionDone, lateWrites);
    }

    Master expire() {
        return new Master(work, cpus, nextToCall, deadline, true, actionDone, lateWrites);
    }

    Master acted(int writesLeft) {
        return new Master(work, cpus, nextToCall, deadline, expired, true, writesLeft);
    }

    /** The deadline does not count: it is a time. */
    @Override
    public void addTo(StateHash hash) {
        work.addTo(hash);
        hash.add(cpus);
        hash.add(nextToCall);
        hash.add((expired ? 1 : 0) | (actionDone ? 2 : 0));
        hash.add(lateWrites);
    }
}
