// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code fuzz} damages, and how a case is seen again; short runs. */
class FuzzCommandTests {
    @TempDir
    private Path folder;

    @Test
    @Timeout(120)
    void scenariosAndFilesOfBootEndAsThePagesSay() {
        Ran ran = Ran.of("fuzz", "--seed", "11", "--kinds", "scenarios,bootfiles", "--cases", "750", "--workers", "2");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isEqualTo(ExitCode.OK);
        assertThat(ran.out())
                .contains("scenario run: exit code", "file looked at: exit code", "750 cases")
                .doesNotContain("payload", "fields of the images' headers");
    }

    @Test
    @Timeout(120)
    void ordersOfEventsEndAsThePagesSay() {
        Ran ran = Ran.of("fuzz", "--seed", "11", "--kinds", "choices", "--cases", "60", "--workers", "2");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isEqualTo(ExitCode.OK);
        assertThat(ran.out()).contains("order of events replayed: exit code", "  0\n", "  2\n");
    }

    @Test
    void aCaseOfAnyKindIsSeenAgain() throws Exception {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        for (Path file : new Path[] {first, second}) {
            Ran ran = Ran.of("fuzz", "--seed", "5", "--kinds", "scenarios", "--case", "30", "--write", file.toString());
            assertThat(ran.code()).isEqualTo(ExitCode.OK);
            assertThat(ran.out()).contains("scenario run: exit code");
        }
        assertThat(first).hasSameBinaryContentAs(second);
        assertThat(Files.size(first)).isPositive();
    }

    @Test
    void aKindThatIsNone() {
        Ran ran = Ran.of("fuzz", "--kinds", "payload");
        assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).contains("not \"payload\"; did you mean payloads?");
    }
}
