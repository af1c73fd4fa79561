// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.Scenarios;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;
import org.xsplice.time.Duration;
import org.xsplice.time.TimeIsOverException;
import org.xsplice.time.TimeLimit;
import org.xsplice.time.VirtualTime;

/** What takes long can be ended between any two turns. */
class FollowerTests {
    private static final String BUSY =
            "version: 1\nsteps:\n  - list\n  - busy: {cpu: 1, for: 900s}\n  - wait: 900s\n  - list\n";

    @TempDir
    private Path folder;

    private Scenario scenario(String text) {
        return ScenarioReader.read(Scenarios.write(folder, text), Overrides.NONE);
    }

    /** Each look at the clock takes a nanosecond. */
    private static TimeLimit looks(int allowed) {
        long[] now = new long[1];
        return new TimeLimit(Optional.of(Duration.ofNanos(allowed)), () -> now[0]++);
    }

    @Test
    void aWaitWithBusyCpusIsEnded() {
        List<Integer> done = new ArrayList<>();
        List<VirtualTime> moments = new ArrayList<>();
        TimeLimit limit = looks(500);
        Follower follower = new Follower() {
            @Override
            public void step(StepResult result) {
                done.add(result.number());
            }

            @Override
            public void goesOn(int step, VirtualTime now) {
                limit.check("step " + step);
                moments.add(now);
            }
        };
        assertThatThrownBy(() -> ScenarioRunner.run(scenario(BUSY), 1, follower))
                .isInstanceOf(TimeIsOverException.class)
                .hasMessage("the time limit of 500ns is over: step 3");
        assertThat(done).containsExactly(1, 2);
        assertThat(moments).hasSize(499).isSorted();
    }

    @Test
    void whoOnlyLooksChangesNothing() {
        String text =
                "version: 1\nsteps:\n  - upload: {name: p, file: FIXTURES/payloads/plain/xen_hello_world.livepatch}\n"
                        + "  - apply: p\n  - wait: 1ms\n  - revert: p\n";
        int[] turns = new int[1];
        Follower follower = new Follower() {
            @Override
            public void step(StepResult result) {
                // Seen in the result of the run.
            }

            @Override
            public void goesOn(int step, VirtualTime now) {
                turns[0]++;
            }
        };
        ScenarioResult followed = ScenarioRunner.run(scenario(text), 1, follower);
        assertThat(followed.events()).isEqualTo(Scenarios.run(folder, text).events());
        assertThat(turns[0]).isGreaterThan(4);
    }
}
