// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.ScenarioException;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;

/** A run in which too much happens ends with the place in its file, before the heap is full. */
class EventLimitTests {
    private static final int SHARING = 2000;

    @TempDir
    private Path folder;

    private Scenario scenario(String every) throws IOException {
        Path file = Files.writeString(folder.resolve("s.yaml"), """
                version: 1
                cpus: 4
                workload:
                  - {cpus: all, does: nmi, every: %s}
                steps:
                  - list
                  - wait: 20ms
                """.formatted(every));
        return ScenarioReader.read(file, Overrides.NONE);
    }

    @Test
    void tooManyEventsAreTheStepsFault() throws IOException {
        Scenario flood = scenario("1us");
        assertThatThrownBy(() -> ScenarioRunner.run(flood, SHARING, step -> {}))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("s.yaml:7:5: the run has more than")
                .hasMessageContaining("XSPLICE_JAVA_OPTS=-Xmx");
    }

    @Test
    void fewerAreNone() throws IOException {
        assertThat(ScenarioRunner.run(scenario("1ms"), SHARING, step -> {}).verdict())
                .isEqualTo(Verdict.PASSED);
    }
}
