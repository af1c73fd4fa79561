// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.xsplice.event.ActionCommand;
import org.xsplice.host.HostSpec;
import org.xsplice.host.PlaneKind;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.SteeredPlane;
import org.xsplice.profile.Profiles;
import org.xsplice.schedule.Goal;
import org.xsplice.schedule.Strategy;
import org.xsplice.support.Fixtures;
import org.xsplice.support.HostGraph;
import org.xsplice.time.Duration;

/** Each cell of a real host, left out on purpose when the host is put back, shows in what its objects hold. */
class HostCellsTests {
    private static final int ENOUGH = 30;

    @Test
    void eachCellThatIsLeftOutIsNoticed() {
        HostSpec spec =
                new HostSpec(Fixtures.guest("plain"), Profiles.XEN_4_17, PlaneKind.MODEL, 3, Strategy.random(11), 100);
        Set<String> leftOut = new TreeSet<>();
        try (ControlPlane plane = spec.boot(event -> {})) {
            HostState state = ((SteeredPlane) plane).hypervisor().state();
            leftOut.addAll(noticed(plane, state, () -> upload(plane)));
            leftOut.addAll(noticed(plane, state, () -> apply(plane)));
            Runnable turn = () -> plane.turn();
            for (int i = 0; i < ENOUGH; i++) {
                leftOut.addAll(noticed(plane, state, turn));
            }
            leftOut.addAll(noticed(plane, state, () -> plane.call(0, "xen_extra_version")));
            leftOut.addAll(noticed(plane, state, () -> plane.key('x')));
        }
        assertThat(leftOut).hasSizeGreaterThan(ENOUGH);
    }

    private static void upload(ControlPlane plane) {
        plane.upload("hello", Fixtures.payload("plain", "xen_hello_world", Profiles.XEN_4_17));
    }

    private static void apply(ControlPlane plane) {
        plane.action(ActionCommand.APPLY.code(), "hello", Duration.ZERO, 0);
        plane.begin(Goal.Until.WORK_OVER, Duration.ofMillis(1));
    }

    /** Goes on, leaves out each cell that this changes, and returns their names. */
    private static List<String> noticed(ControlPlane plane, HostState state, Runnable goOn) {
        List<String> before = HostGraph.of(plane);
        HostState.Kept kept = state.keep();
        goOn.run();
        HostState.Kept now = state.keep();
        List<String> changed = kept.changed();
        List<String> names = state.names();
        for (int cell = 0; cell < names.size(); cell++) {
            if (changed.contains(names.get(cell))) {
                state.restore(now);
                state.restore(kept.forgetting(cell));
                assertThat(HostGraph.of(plane).equals(before))
                        .as(names.get(cell))
                        .isFalse();
            }
        }
        state.restore(kept);
        assertThat(HostGraph.of(plane).equals(before)).isTrue();
        state.restore(now);
        return changed;
    }
}
