// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.run;

import org.xsplice.time.VirtualTime;

/** Follows a run. */
@FunctionalInterface
public interface Follower {
    /** Takes a step's result when it is known. */
    void step(StepResult result);

    /**
     * Learns that the run goes on: before each step, before each turn of a CPU while time passes, and now and
     * then while a function of the guest takes long. It may end the run by
     * an exception, which whoever runs the scenario gets.
     *
     * @param step number of the step, from 1
     */
    default void goesOn(int step, VirtualTime now) {}
}
