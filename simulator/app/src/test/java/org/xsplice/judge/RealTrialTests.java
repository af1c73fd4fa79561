// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

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
import org.xsplice.support.Fixtures;

/** The simulated half of a comparison. */
class RealTrialTests {

    @TempDir
    private Path folder;

    private Scenario scenario(String head, String steps) throws IOException {
        Path file = folder.resolve("scenario.yaml");
        Files.writeString(file, "version: 1\n" + head + "steps:\n" + steps);
        return ScenarioReader.read(file, Overrides.NONE);
    }

    private Path cacheWithEmbeddedGuest() throws IOException {
        return cacheWithEmbeddedGuest("4.17.0");
    }

    private Path cacheWithEmbeddedGuest(String name) throws IOException {
        Path version = Files.createDirectories(folder.resolve("cache").resolve(name));
        Files.copy(Fixtures.path("guests/plain/xen-syms"), version.resolve("xen-syms"));
        return version.getParent();
    }

    @Test
    void guestThatCannotBeBootedIsAnInputErrorWithAHint() throws IOException {
        Scenario scenario = scenario("guest: embedded\n", "  - list\n");
        assertThatThrownBy(() -> RealTrial.xenOf(scenario, folder))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("scenario.yaml:2:8: ")
                .hasMessageContaining("make xen")
                .hasMessageContaining("make payloads XEN_SYMS=");
    }

    @Test
    void guestIsFoundByItsBuild() throws IOException {
        assertThat(RealTrial.xenOf(scenario("", "  - list\n"), cacheWithEmbeddedGuest())
                        .version())
                .isEqualTo("4.17.0");
    }

    @Test
    void anotherReleaseOrBuildCannotBeAsked() throws IOException {
        Path cache = cacheWithEmbeddedGuest();
        Scenario old = scenario("profile: xsplice-2016\n", "  - list\n");
        assertThatThrownBy(() -> RealTrial.xenOf(old, cache)).hasMessageContaining("not xsplice-2016");
        Scenario debug = scenario("build: debug\n", "  - list\n");
        assertThatThrownBy(() -> RealTrial.xenOf(debug, cache)).hasMessageContaining("release build");
        Scenario strict = scenario("strict: true\n", "  - list\n");
        assertThatThrownBy(() -> RealTrial.xenOf(strict, cache)).hasMessageContaining("not strict");
    }

    @Test
    void releaseIsThatOfTheFetchedOne() throws IOException {
        Path cache = cacheWithEmbeddedGuest("4.17.5+72-g01140da4e8-1");
        Scenario scenario = scenario("release: 4.20\n", "  - list\n");
        assertThatThrownBy(() -> RealTrial.xenOf(scenario, cache))
                .hasMessageContaining("the real hypervisor is xen-4.17")
                .hasMessageContaining("not xen-4.20");
    }

    @Test
    void nothingToAskIsAnInputError() throws IOException {
        Scenario scenario = scenario("", "  - wait: 1ms\n");
        assertThatThrownBy(() -> RealTrial.play(scenario, folder, () -> {}))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("none of these steps");
    }

    @Test
    void simulatedStepsAreTaken() throws IOException {
        Scenario scenario = ScenarioReader.read(Fixtures.path("scenarios/hello-bye.yaml"), Overrides.NONE);
        RealTrial trial = RealTrial.play(scenario, folder, () -> {});
        assertThat(trial.errand().steps()).hasSameSizeAs(scenario.steps());
        assertThat(folder.resolve("payloads")).isDirectoryContaining(f -> f.endsWith("xen_bye_world.livepatch"));
    }
}
