// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.xsplice.chance.Chance;
import org.xsplice.event.EventSink;
import org.xsplice.host.PlaneKind;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.SteeredPlane;
import org.xsplice.plane.model.ModelPlane;
import org.xsplice.plane.xen.UnknownBuildException;
import org.xsplice.plane.xen.XenPlane;
import org.xsplice.profile.Profile;
import org.xsplice.schedule.Activity;
import org.xsplice.schedule.Choice;
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
    Strategy strategy() {
        return schedule.strategy(seed, depth);
    }

    /** Lets a host's CPUs do what the workload says. */
    void play(ControlPlane plane) {
        if (!workload.isEmpty()) {
            plane.play(workload, new Chance(seed ^ WORKLOAD));
        }
    }

    /**
     * Boots its host for somebody who chooses what comes next.
     *
     * @param events takes everything that happens
     * @throws ScenarioException if orders of events cannot be chosen on it
     */
    public SteeredPlane steeredHost(EventSink events) {
        for (Step step : steps) {
            if (step.operation() instanceof Tool) {
                throw unsteered(
                        step.place(), "the client passes time by itself", "upload, apply, revert, replace or unload");
            }
        }
        if (!workload.isEmpty()) {
            throw unsteered(
                    Place.whole(file),
                    "a workload goes by time, which stands still here",
                    "steps: busy, hypercall, nmi");
        }
        if (plane == PlaneKind.BOTH) {
            throw unsteered(guest.place(), "the two planes have orders of events of their own", "plane: model or xen");
        }
        if (plane == PlaneKind.XEN) {
            if (freedom.nmis() > 0 || freedom.lag() || freedom.everyInstruction()) {
                throw unsteered(
                        guest.place(),
                        "on plane xen nothing but deadlines may happen beside the CPUs' steps",
                        "explore: {deadlines: true}");
            }
            return judge(events);
        }
        if (freedom.nmis() > 0 && guest.image().symbols().find("cpu_entry").isEmpty()) {
            throw unsteered(
                    guest.place(), "the CPUs of this guest execute no handler of NMIs", "guest: embedded, or nmis: 0");
        }
        ModelPlane host = new ModelPlane(guest.image(), profile, cpus, Strategy.roundRobin(), quantum, events);
        host.switchOn(faults);
        return host;
    }

    private XenPlane judge(EventSink events) {
        try {
            return new XenPlane(guest.image(), profile, cpus, Strategy.roundRobin(), quantum, events);
        } catch (UnknownBuildException e) {
            throw unsteered(guest.place(), "plane xen cannot run this guest: " + e.reason(), "plane: model");
        }
    }

    /**
     * Makes the exception for a choice that is not possible where it comes.
     *
     * @param number of the choice, from 1
     */
    public ScenarioException wrongChoice(int number, Choice choice, List<Choice> possible) {
        String expected = possible.isEmpty()
                ? "no more choices"
                : "one of " + possible.stream().map(Choice::toString).collect(Collectors.joining(", "));
        return unsteered(
                Place.whole(file), "choice " + number + ", " + choice + ", is not possible where it comes", expected);
    }

    private static ScenarioException unsteered(Place place, String problem, String expected) {
        return new ScenarioException(List.of(new Mistake(place, problem, expected, "")));
    }
}
