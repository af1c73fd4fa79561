// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.support.Fixtures;
import org.xsplice.support.Jdk;

/** The same seed and the same choices give the same event log, byte for byte, whatever Java runs it. */
class OtherJavaTests {
    @TempDir
    private Path folder;

    private String here(String... arguments) {
        StringWriter out = new StringWriter();
        Output output = Output.of(out, out);
        new Program(output).run(arguments);
        output.flush();
        return out.toString();
    }

    private static String there(String... arguments) throws IOException, InterruptedException {
        return Jdk.other().run(Main.class, List.of(arguments));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello-bye.yaml", "awkward-cpus.yaml", "labs/nmi-during-write-broken.yaml"})
    void seed(String scenario) throws IOException, InterruptedException {
        String file = Fixtures.path("scenarios/" + scenario).toString();
        String[] arguments = {"run", "--events", "--cpus", "4", "--seed", "20261125", file};
        String log = here(arguments);
        assertThat(log).contains("  cpu-phase phase=");
        assertThat(there(arguments)).isEqualTo(log);
    }

    @Test
    void choices() throws IOException, InterruptedException {
        Path found = folder.resolve("found.yaml");
        String lab = Fixtures.path("scenarios/labs/two-functions-broken.yaml").toString();
        String[] search = {"explore", "--write", found.toString(), lab};
        here(search);
        String order = Files.readString(found);
        assertThat(order).contains("choices:");
        Files.delete(found);
        there(search);
        assertThat(found).content().as("the order that is found").isEqualTo(order);

        String[] replay = {"run", "--events", found.toString()};
        String log = here(replay);
        assertThat(log).contains("all or nothing");
        assertThat(there(replay)).isEqualTo(log);
    }
}
