// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.support.Fixtures;

/** Exit codes and last line of {@code xsplice conformance}. */
class ConformTests {
    private static final String SCENARIO =
            "[{\"scenario\": \"empty\", \"steps\": [{\"cmd\": \"lp list\", \"exit\": %d}]}]";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run() {
        Output output = Output.of(out, err);
        int code = new Program(output).run("conformance", folder.toString());
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
}
