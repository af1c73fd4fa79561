// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xsplice.support.Fixtures;
import org.xsplice.support.Jdk;

/** The same run says the same, byte for byte, whatever the user's language and time zone are and however Java compiles. */
class EveryMachineTests {
    private static final String SCENARIO =
            Fixtures.path("scenarios/awkward-cpus.yaml").toString();
    private static final String SWEPT =
            Fixtures.path("scenarios/sweep-stolen.yaml").toString();
    private static final List<List<String>> COMMANDS = List.of(
            List.of("run", "--events", "--timeline", "--seed", "20261125", SCENARIO),
            List.of(
                    "inspect",
                    "--all",
                    Fixtures.path("payloads/plain/xen_hello_world.livepatch").toString()));

    @TempDir
    private Path folder;

    private final Locale locale = Locale.getDefault();
    private final TimeZone zone = TimeZone.getDefault();

    @AfterEach
    void putBack() {
        Locale.setDefault(locale);
        TimeZone.setDefault(zone);
    }

    /** Says what the commands print and write; Main, which sets the locale for the whole process, has no part in it. */
    private String said() throws IOException {
        StringBuilder said = new StringBuilder();
        for (List<String> command : COMMANDS) {
            said.append(Ran.of(command.toArray(String[]::new)));
        }
        Path written = folder.resolve("written");
        Path trace = folder.resolve("trace.json");
        said.append(Ran.of("run", "--quiet", "--trace", trace.toString(), SCENARIO))
                .append(Ran.of(
                        "sweep",
                        "--cpus",
                        "4",
                        "--timeout",
                        "1100us,1ms",
                        "--runs",
                        "2",
                        "--out",
                        written.toString(),
                        SWEPT))
                .append(Files.readString(trace));
        try (Stream<Path> files = Files.list(written)) {
            for (Path file : files.sorted().toList()) {
                said.append(Files.readString(file));
            }
        }
        return said.toString();
    }

    @Test
    void inEveryLanguageAndTimeZone() throws IOException {
        Locale.setDefault(Locale.ROOT);
        String expected = said();
        assertThat(expected).contains("cpu-phase phase=").contains("1100000,");
        List<String> zones = List.of("Asia/Kathmandu", "America/St_Johns", "Pacific/Apia", "UTC");
        int at = 0;
        for (String tag : List.of(
                "ar-EG-u-nu-arab",
                "fa-IR-u-nu-arabext",
                "ne-NP-u-nu-deva",
                "mr-IN-u-nu-deva",
                "my-MM-u-nu-mymr",
                "bn-BD-u-nu-beng",
                "tr-TR",
                "th-TH-u-nu-thai",
                "hi-IN-u-nu-deva",
                "de-DE")) {
            Locale.setDefault(Locale.forLanguageTag(tag));
            TimeZone.setDefault(TimeZone.getTimeZone(zones.get(at++ % zones.size())));
            assertThat(said()).as(tag).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-Xint, ar, EG, Asia/Kathmandu",
        "-XX:TieredStopAtLevel=1, tr, TR, America/St_Johns",
        "-XX:-TieredCompilation, fa, IR, Pacific/Apia"
    })
    void howeverJavaCompiles(String compiler, String language, String country, String timeZone)
            throws IOException, InterruptedException {
        List<String> options = List.of(
                compiler, "-Duser.language=" + language, "-Duser.country=" + country, "-Duser.timezone=" + timeZone);
        for (List<String> command : COMMANDS.subList(0, 1)) {
            StringWriter here = new StringWriter();
            Output output = Output.of(here, here);
            new Program(output).run(command.toArray(String[]::new));
            output.flush();
            assertThat(Jdk.mine().run(options, Main.class, new ArrayList<>(command)))
                    .isEqualTo(here.toString());
        }
    }
}
