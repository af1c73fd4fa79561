// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.elf.build.PayloadBuilder;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.profile.Profiles;
import org.xsplice.support.Fixtures;

/** What {@code run} does with many files, folders, and standard input. */
class RunFilesTests {
    private static final String GOOD = "version: 1\nsteps: [list]\n";
    private static final String BAD = "version: 1\nsteps: [{apply: nobody}]\n";
    private static final String DIES = "version: 1\nsteps: [{call: {function: do_console_io, args: [0, 1, 0x1000]}}]\n";
    private static final String UNUSABLE = "version: 1\nsteps: [lst]\n";

    @TempDir
    private Path folder;

    private String file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text).toString();
    }

    private static Ran withInput(byte[] input, String... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input));
        try {
            return Ran.of(arguments);
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void severalEndWithASummaryAndTheHighestCode() throws IOException {
        String good = file("good.yaml", GOOD);
        String bad = file("bad.yaml", BAD);
        String dies = file("dies.yaml", DIES);
        String unusable = file("unusable.yaml", UNUSABLE);
        Ran ran = Ran.of("run", "--quiet", dies, good, unusable, bad, good);
        assertThat(ran.code()).isEqualTo(ExitCode.DIED);
        assertThat(ran.out())
                .contains("== " + good + "\npassed  1 step, ", "== " + bad + "\n", "== " + unusable + "\n")
                .endsWith("\n2 of 5 scenarios ended as expected\n  exit 3  " + dies + "\n  exit 2  " + unusable
                        + "\n  exit 1  " + bad + "\n");
        assertThat(ran.err()).startsWith(unusable + ":2:9: ").hasLineCount(1);
        assertThat(Ran.of("run", bad, unusable).code()).isEqualTo(ExitCode.USAGE);
        assertThat(Ran.of("run", good, bad).code()).isEqualTo(ExitCode.DIFFERENT);
        Ran all = Ran.of("run", good, good);
        assertThat(all.code()).isEqualTo(ExitCode.OK);
        assertThat(all.out()).endsWith("\n2 of 2 scenarios ended as expected\n");
    }

    @Test
    void oneHasNoSummary() throws IOException {
        assertThat(Ran.of("run", "--quiet", file("good.yaml", GOOD)).out())
                .isEqualTo("passed  1 step, 1 of 1 expectation met, 0ns of virtual time\n");
    }

    @Test
    void aFolderIsItsScenariosByName() throws IOException {
        file("a/2.yaml", GOOD);
        file("a/1.yaml", BAD);
        file("a/3.yml", BAD);
        file("a/notes.txt", "no scenario");
        file("a/below/4.yaml", BAD);
        Ran ran = Ran.of("run", "--quiet", folder.resolve("a").toString());
        assertThat(ran.code()).isEqualTo(ExitCode.DIFFERENT);
        assertThat(ran.out().lines().filter(line -> line.startsWith("== ")))
                .containsExactly("== " + folder + "/a/1.yaml", "== " + folder + "/a/2.yaml");
        assertThat(ran.out()).contains("1 of 2 scenarios ended as expected");
    }

    @Test
    void aFolderWithoutScenariosIsAnError() throws IOException {
        file("a/below/4.yaml", GOOD);
        assertThat(Ran.of("run", file("good.yaml", GOOD), folder + "/a"))
                .isEqualTo(new Ran(
                        ExitCode.USAGE, "", "xsplice: " + folder + "/a: no scenario (*.yaml) is in this folder\n"));
    }

    @Test
    void aFileThatIsNotThereDoesNotStopTheOthers() throws IOException {
        Ran ran = Ran.of("run", "--quiet", folder + "/goood.yaml", file("good.yaml", GOOD));
        assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).contains("goood.yaml: there is no such file", "did you mean good.yaml?");
        assertThat(ran.out()).contains("passed  1 step", "1 of 2 scenarios ended as expected");
    }

    @Test
    void standardInputIsAScenario() {
        byte[] scenario = "version: 1\ntitle: Grüße\nsteps: [list]\n".getBytes(StandardCharsets.UTF_8);
        Ran ran = withInput(scenario, "run", "-");
        assertThat(ran.code()).isEqualTo(ExitCode.OK);
        assertThat(ran.out()).startsWith("Grüße\n").contains("passed  1 step");
        Ran wrong = withInput(UNUSABLE.getBytes(StandardCharsets.UTF_8), "run", "-");
        assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err()).startsWith("-:2:9: ");
        assertThat(withInput(new byte[] {(byte) 0xff}, "run", "-").err()).contains("-: not a text file in UTF-8");
        assertThat(Ran.of("run", "-", "-")).satisfies(twice -> {
            assertThat(twice.code()).isEqualTo(ExitCode.USAGE);
            assertThat(twice.err()).contains("standard input can be read only once");
        });
    }

    @Test
    void aTraceIsForOneScenario() throws IOException {
        Ran ran = Ran.of("run", "--trace", folder + "/t.json", file("1.yaml", GOOD), file("2.yaml", GOOD));
        assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).startsWith("xsplice: --trace is for one scenario; here are 2 of them\n");
        assertThat(folder.resolve("t.json")).doesNotExist();
    }

    /** Not even an expected death: nobody knows what a real hypervisor would do. */
    @Test
    void codeThatIsNotEmulatedEndsTheRunWhateverIsExpected() throws IOException {
        HypervisorImage guest = Fixtures.guest("plain");
        long function = guest.symbols().require("xen_minor_version");
        byte[] movCr3 = {0x0f, 0x22, (byte) 0xd8, (byte) 0xc3};
        Files.write(
                folder.resolve("p.livepatch"),
                PayloadBuilder.of(Profiles.XEN_4_17)
                        .builtFor(guest.buildId())
                        .replace("xen_minor_version", function, 6, movCr3)
                        .build());
        String scenario = file(
                "p.yaml",
                "version: 1\nsteps:\n  - upload: {name: p, file: p.livepatch}\n  - apply: p\n"
                        + "  - call: xen_minor_version\n    expect: {dies: true}\n");
        Ran ran = Ran.of("run", "--quiet", scenario);
        assertThat(ran.code()).isEqualTo(ExitCode.DIED);
        assertThat(ran.out().replaceAll("\\s+", " "))
                .contains("The run ends here: privileged instruction that is not emulated: mov cr3, rax at ffff82d0")
                .contains(" NOT EMULATED 3 steps, ")
                .doesNotContain("died");
    }
}
