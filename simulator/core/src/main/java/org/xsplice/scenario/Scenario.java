// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xsplice.chance.Chance;
import org.xsplice.host.HostSpec;
import org.xsplice.host.PlaneKind;
import org.xsplice.orders.ChoiceLog;
import org.xsplice.orders.Freedom;
import org.xsplice.plane.ControlPlane;
import org.xsplice.profile.Profile;
import org.xsplice.schedule.Activity;
import org.xsplice.schedule.ProtocolFault;
import org.xsplice.schedule.Strategy;
import org.xsplice.time.Duration;

/**
 * A scenario: a hypervisor, and steps that are done to it one after the other, each with what is expected afterwards. It
 * is data, complete and found usable. All that can be wrong with a file has been told by who read it ({@code
 * scenario.file.ScenarioReader}); whether a guest can really be booted shows only in a run.
 *
 * <p>{@code scenario.run.ScenarioRunner} runs it freely, by {@code schedule}, {@code depth}, {@code quantum} and {@code
 * seed}. {@code scenario.run.SteppedScenario} does it for somebody who chooses the order of events; then {@code freedom}
 * says what can be chosen beside the CPUs' steps, and {@code choices}, if there are any, is the order to be
 * replayed. A free run of the same scenario, CPUs and seed gives the same events, on every machine.
 *
 * <p>It knows how to describe its host ({@link #hostSpec}), to make the order of turns ({@link #strategy}) and to begin
 * what CPUs do beside the steps ({@link #play}). Variations are copies: another seed, load or timeout, as sweeps need
 * them. What the seed decides for activities does not depend on what it decides for turns.
 *
 * @param file as the user named it
 * @param title one line for people
 * @param plane who decides
 * @param depth of the schedule, where that is by priorities
 * @param quantum instructions of a CPU's turn
 * @param faults protocol faults that the rendezvous has
 * @param freedom what may happen beside the CPUs' own steps, where orders are chosen
 * @param choices the order of everything that happens, where it is given
 * @param activities what CPUs do over time, beside the steps
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
        Set<ProtocolFault> faults,
        Freedom freedom,
        Optional<ChoiceLog> choices,
        List<Activity> activities,
        List<Step> steps) {
    /** What the choices of activities depend on, beside the seed: they are not those of the schedule. */
    private static final long ACTIVITIES = 0x776f726b6c6f6164L;

    /** Returns the same with another seed. */
    public Scenario withSeed(long number) {
        return with(number, activities, steps);
    }

    /** Returns the same with all activities at this many per cent of their length. */
    public Scenario atLoad(int percent) {
        return with(
                seed,
                activities.stream().map(activity -> activity.atLoad(percent)).toList(),
                steps);
    }

    /** Returns the same with another timeout for all actions, except for those of the client. */
    public Scenario withTimeout(Duration timeout) {
        return with(
                seed,
                activities,
                steps.stream().map(step -> step.withTimeout(timeout)).toList());
    }

    private Scenario with(long newSeed, List<Activity> newActivities, List<Step> newSteps) {
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
                newActivities,
                newSteps);
    }

    /** Makes the order of the CPUs' turns. */
    public Strategy strategy() {
        return schedule.strategy(seed, depth);
    }

    /** Lets a host's CPUs do what the activities say. */
    public void play(ControlPlane plane) {
        if (!activities.isEmpty()) {
            plane.virtualCpus().orElseThrow().play(activities, new Chance(seed ^ ACTIVITIES));
        }
    }

    /** Describes its host, with somebody else than the file says to decide. */
    public HostSpec hostSpec(PlaneKind kind) {
        return new HostSpec(guest.image(), profile, kind, cpus, strategy(), quantum).withFaults(faults);
    }
}
