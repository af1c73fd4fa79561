// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.run;

import java.util.List;
import java.util.Optional;
import org.xsplice.event.EventSink;
import org.xsplice.host.PlaneKind;
import org.xsplice.hypervisor.ImageException;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.xen.UnknownBuildException;
import org.xsplice.scenario.InputError;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.ScenarioException;

/**
 * The host that a scenario is run on.
 *
 * @param kind who decides on it
 * @param remark why that is not the one that was asked for
 */
record ScenarioHost(ControlPlane plane, PlaneKind kind, Optional<String> remark) implements AutoCloseable {

    /**
     * Boots it. Where Xen's own code is to decide and cannot be run, the model does.
     *
     * @throws ScenarioException if the guest turns out to be no hypervisor, or one whose own code cannot be run where it
     *     is to be compared
     */
    static ScenarioHost boot(Scenario scenario, EventSink events) {
        try {
            return bootAs(scenario, scenario.plane(), Optional.empty(), events);
        } catch (UnknownBuildException e) {
            if (scenario.plane() == PlaneKind.BOTH) {
                throw unusable(scenario, "plane both cannot run this guest: " + e.reason(), "plane: model");
            }
            String remark = "plane xen cannot run this guest: " + e.reason() + "; the model decides";
            return bootAs(scenario, PlaneKind.MODEL, Optional.of(remark), events);
        }
    }

    private static ScenarioHost bootAs(Scenario scenario, PlaneKind kind, Optional<String> remark, EventSink events) {
        try {
            return new ScenarioHost(scenario.hostSpec(kind).boot(events), kind, remark);
        } catch (ImageException e) {
            throw unusable(scenario, "the guest cannot be used: " + e.getMessage(), "");
        }
    }

    private static ScenarioException unusable(Scenario scenario, String problem, String expected) {
        return new ScenarioException(List.of(new InputError(scenario.guest().place(), problem, expected, "")));
    }

    @Override
    public void close() {
        plane.close();
    }
}
