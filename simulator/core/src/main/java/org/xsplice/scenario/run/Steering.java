// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.run;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.xsplice.event.EventSink;
import org.xsplice.host.PlaneKind;
import org.xsplice.hypervisor.ImageException;
import org.xsplice.orders.Choice;
import org.xsplice.plane.SteeredPlane;
import org.xsplice.plane.xen.UnknownBuildException;
import org.xsplice.scenario.InputError;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.ScenarioException;
import org.xsplice.scenario.Step;
import org.xsplice.text.FilePosition;

/** Hands scenarios over to somebody who chooses the order of events, and tells which cannot be. */
public final class Steering {
    private Steering() {}

    /**
     * Boots a scenario's host.
     *
     * @param events takes everything that happens
     * @throws ScenarioException if orders of events cannot be chosen on it
     */
    public static SteeredPlane boot(Scenario scenario, EventSink events) {
        requireNoTime(scenario);
        requireFreedom(scenario);
        FilePosition guest = scenario.guest().place();
        try {
            return scenario.hostSpec(scenario.plane()).bootSteered(events);
        } catch (UnknownBuildException e) {
            throw inputError(guest, "plane xen cannot run this guest: " + e.reason(), "plane: model");
        } catch (ImageException e) {
            throw inputError(guest, "the guest cannot be used: " + e.getMessage(), "");
        }
    }

    private static void requireNoTime(Scenario scenario) {
        for (Step step : scenario.steps()) {
            Optional<String> why = step.operation().whyNotStepped();
            if (why.isPresent()) {
                throw inputError(step.place(), why.get(), "upload, apply, revert, replace or unload");
            }
        }
        if (!scenario.activities().isEmpty()) {
            throw inputError(
                    FilePosition.whole(scenario.file()),
                    "\"workload\" needs time, but time stands still in a search",
                    "steps: busy, hypercall, nmi");
        }
    }

    /** What may happen beside the CPUs' steps depends on who decides, and on what CPUs of the guest execute. */
    private static void requireFreedom(Scenario scenario) {
        FilePosition guest = scenario.guest().place();
        boolean more = scenario.freedom().nmis() > 0
                || scenario.freedom().lag()
                || scenario.freedom().everyInstruction();
        if (scenario.plane() == PlaneKind.BOTH) {
            throw inputError(guest, "the two planes do not have the same orders of events", "plane: model or xen");
        }
        if (scenario.plane() == PlaneKind.XEN && more) {
            throw inputError(
                    guest,
                    "on plane xen only deadlines may happen beside the CPUs' steps",
                    "explore: {deadlines: true}");
        }
        if (scenario.freedom().nmis() > 0
                && scenario.guest().image().symbols().find("cpu_entry").isEmpty()) {
            throw inputError(
                    guest, "this guest has no NMI handler that its CPUs can execute", "guest: embedded, or nmis: 0");
        }
    }

    /**
     * Makes the exception for a choice that is not possible where it comes.
     *
     * @param number of the choice, from 1
     */
    public static ScenarioException wrongChoice(Scenario scenario, int number, Choice choice, List<Choice> possible) {
        String expected = possible.isEmpty()
                ? "no more choices"
                : "one of " + possible.stream().map(Choice::toString).collect(Collectors.joining(", "));
        return inputError(
                FilePosition.whole(scenario.file()),
                "choice " + number + ", " + choice + ", is not possible at this point",
                expected);
    }

    private static ScenarioException inputError(FilePosition place, String problem, String expected) {
        return new ScenarioException(List.of(new InputError(place, problem, expected, "")));
    }
}
