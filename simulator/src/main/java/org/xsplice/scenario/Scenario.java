// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xsplice.chance.Chance;
import org.xsplice.host.HostSpec;
import org.xsplice.host.PlaneKind;
import org.xsplice.plane.ControlPlane;
import org.xsplice.profile.Profile;
import org.xsplice.schedule.Activity;
import org.xsplice.schedule.ChoiceLog;
import org.xsplice.schedule.Fault;
import org.xsplice.schedule.Freedom;
import org.xsplice.schedule.Strategy;

/**
 * A scenario file, read and found usable.
 *
 * @param file as the user named it
 * @param title one line for people
 * @param plane who decides
 * @param depth of the schedule, where that is by priorities
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
        int depth,
        int quantum,
        Set<Fault> faults,
        Freedom freedom,
        Optional<ChoiceLog> choices,
        List<Activity> workload,
        List<Step> steps) {
    /** What a workload's choices depend on, beside the seed: they are not those of the schedule. */
    private static final long WORKLOAD = 0x776f726b6c6f6164L;

    /** Returns the same with another seed. */
    public Scenario withSeed(long number) {
        return with(number, workload, steps);
    }

    /** Returns the same with all activities of the workload at so many per cent of their length. */
    public Scenario atLoad(int percent) {
        return with(
                seed,
                workload.stream().map(activity -> activity.atLoad(percent)).toList(),
                steps);
    }

    /** Returns the same with another timeout for all actions, but for those of the client. */
    public Scenario withTimeout(long ns) {
        return with(
                seed, workload, steps.stream().map(step -> step.withTimeout(ns)).toList());
    }

    private Scenario with(long newSeed, List<Activity> newWorkload, List<Step> newSteps) {
        return new Scenario(
                file,
                title,
                guest,
                profile,
                plane,
                cpus,
                newSeed,
                schedule,
                depth,
                quantum,
                faults,
                freedom,
                choices,
                newWorkload,
                newSteps);
    }

    /** Makes the order of the CPUs' turns. */
    public Strategy strategy() {
        return schedule.strategy(seed, depth);
    }

    /** Lets a host's CPUs do what the workload says. */
    public void play(ControlPlane plane) {
        if (!workload.isEmpty()) {
            plane.play(workload, new Chance(seed ^ WORKLOAD));
        }
    }

    /** Describes its host, with somebody else than the file says to decide. */
    public HostSpec hostSpec(PlaneKind kind) {
        return new HostSpec(guest.image(), profile, kind, cpus, this::strategy, quantum).withFaults(faults);
    }
}
