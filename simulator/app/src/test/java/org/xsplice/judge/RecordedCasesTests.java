// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xsplice.host.PlaneKind;
import org.xsplice.support.Fixtures;

/** Runs the folder of recorded cases that the environment names. */
class RecordedCasesTests {
    private static final String VARIABLE = "XSPLICE_CONFORMANCE";

    @Test
    void everyCaseIsAsRecorded() throws BadFolderException {
        String folder = System.getenv(VARIABLE);
        assumeTrue(folder != null, VARIABLE + " is not set, so there are no recorded cases to play");
        List<String> lines = new ArrayList<>();
        Summary summary = Conformance.open(
                        Path.of(folder), Fixtures.path("xen/known-differences.yaml"), PlaneKind.MODEL)
                .run(lines::add, CaseProgress.NONE);
        System.out.println(summary.line());
        assertThat(lines).isEmpty();
        assertThat(summary.passed()).isTrue();
    }
}
