// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;
import org.xsplice.scenario.run.ScenarioResult;
import org.xsplice.scenario.run.ScenarioRunner;
import org.xsplice.scenario.run.Verdict;
import org.xsplice.support.Fixtures;

/** The example of the package's comment. */
class PackageExampleTests {
    @Test
    void runsAFile() {
        Scenario scenario = ScenarioReader.read(Fixtures.path("scenarios/hello-bye.yaml"), Overrides.NONE);
        ScenarioResult result = ScenarioRunner.run(scenario, step -> {});
        assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
    }
}
