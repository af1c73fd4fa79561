// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xsplice.host.PlaneKind;
import org.xsplice.support.Fixtures;

/** Runs the folders of recorded cases that the environment names. */
class RecordedCasesTests {
    private static final String ONE = "XSPLICE_CONFORMANCE";
    private static final String ALL = "XSPLICE_RECORDED";

    private static List<Path> folders() {
        String all = System.getenv(ALL);
        String named = all != null ? all : System.getenv().getOrDefault(ONE, "");
        return Stream.of(named.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"MODEL", "XEN"})
    void everyCaseIsAsRecorded(PlaneKind plane) throws BadFolderException {
        List<Path> folders = folders();
        assumeTrue(!folders.isEmpty(), "neither " + ALL + " nor " + ONE + " is set, so there are no recorded cases");
        List<String> lines = new ArrayList<>();
        boolean passed = true;
        for (Path folder : folders) {
            Conformance recorded = Conformance.open(folder, Fixtures.path("xen/known-differences.yaml"), plane);
            Summary summary = recorded.run(lines::add, CaseProgress.NONE);
            System.out.println(recorded.release() + ", plane " + plane.word() + ": " + summary.line());
            passed &= summary.passed();
        }
        assertThat(lines).isEmpty();
        assertThat(passed).isTrue();
    }
}
