// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.support.Fixtures;
import org.xsplice.support.RealImage;

/** Exit codes and last line of {@code xsplice conformance}. */
class ConformTests {
    private static final String SCENARIO =
            "[{\"scenario\": \"empty\", \"steps\": [{\"cmd\": \"lp list\", \"exit\": %d}]}]";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... options) {
        Output output = Output.of(out, err);
        List<String> arguments = new ArrayList<>(List.of("conformance", folder.toString()));
        arguments.addAll(List.of(options));
        int code = new Program(output).run(arguments.toArray(String[]::new));
        output.flush();
        return code;
    }

    private void write(int exit) throws IOException {
        Files.copy(Fixtures.path("guests/plain/xen-syms"), folder.resolve("xen-syms"));
        Files.createDirectories(folder.resolve("payloads"));
        Files.writeString(folder.resolve("lifecycle.json"), SCENARIO.formatted(exit));
    }

    @Test
    void folderThatHoldsEndsWithTheSummary() throws IOException {
        write(0);
        assertThat(run()).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).endsWith("uploads 0/0 applies 0/0 lifecycle 1/1 steps 1/1 known 0\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void differenceFails() throws IOException {
        write(1);
        assertThat(run()).isEqualTo(ExitCode.DIFFERENT);
        assertThat(out.toString())
                .endsWith("empty, step 1 (lp list), exit: expected 1, got 0\n"
                        + "uploads 0/0 applies 0/0 lifecycle 0/1 steps 0/1 known 0\n");
    }

    @Test
    void folderThatIsNoneIsBadInput() {
        assertThat(run()).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .isEqualTo("xsplice: " + folder + ": no xen-syms.gz or xen-syms in it; is it a conformance folder?\n");
    }

    @Test
    void coverageIsOfXensOwnCode() {
        assertThat(run("--coverage", folder.resolve("c.info").toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("it needs --plane xen or --plane both");
    }

    @Test
    void coverageNeedsAFileThatCanBe() {
        assertThat(run("--plane", "xen", "--coverage", "c.txt")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("the name must end with .info, not c.txt");
        Path nowhere = folder.resolve("none");
        assertThat(run("--plane", "xen", "--coverage", nowhere.resolve("c.info").toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("cannot write " + nowhere.resolve("c.info") + ": there is no such folder");
    }

    @Test
    void coverageIsATableAndTwoFiles() throws IOException {
        Files.copy(RealImage.path(), folder.resolve(RealImage.path().getFileName()));
        Files.createDirectories(folder.resolve("payloads"));
        Files.writeString(folder.resolve("lifecycle.json"), SCENARIO.formatted(0));
        Path info = folder.resolve("c.info");
        assertThat(run("--plane", "xen", "--coverage", info.toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .containsPattern("livepatch_op +\\d+ +\\d+")
                .endsWith("uploads 0/0 applies 0/0 lifecycle 1/1 steps 1/1 known 0\n");
        assertThat(info).content().contains("SF:" + folder.resolve("c.asm"));
        assertThat(folder.resolve("c.asm")).content().contains("<livepatch_op>:");
    }
}
