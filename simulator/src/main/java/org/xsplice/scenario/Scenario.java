// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xsplice.chance.Chance;
import org.xsplice.host.PlaneKind;
import org.xsplice.plane.ControlPlane;
import org.xsplice.profile.Profile;
import org.xsplice.schedule.Activity;
import org.xsplice.schedule.ChoiceLog;
import org.xsplice.schedule.Fault;
import org.xsplice.schedule.Freedom;

/**
 * A scenario file, read and found usable.
 *
 * @param file as the user named it
 * @param title one line for people
 * @param plane who decides
 * @param quantum instructions of a CPU's turn
 * @param faults mistakes that the rendezvous makes
 * @param freedom what may happen beside the CPUs' own steps, where orders are chosen
 * @param choices the order of everything that happens, where it is given
 * @param workload what CPUs do over time, beside the steps
 */
public record Scenario(
        String file,
        String title,
        Guest guest,
        Profile profile,
        PlaneKind plane,
        int cpus,
        long seed,
        Schedule schedule,
        int quantum,
        Set<Fault> faults,
        Freedom freedom,
        Optional<ChoiceLog> choices,
        List<Activity> workload,
        List<Step> steps) {
    /** What a workload's choices depend on, beside the seed: they are not those of the schedule. */
    private static final long WORKLOAD = 0x776f726b6c6f6164L;

    /** Lets a host's CPUs do what the workload says. */
    void play(ControlPlane plane) {
        if (!workload.isEmpty()) {
            plane.play(workload, new Chance(seed ^ WORKLOAD));
        }
    }
}
