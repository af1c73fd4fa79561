// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.support.Fixtures;

/** The launcher in every locale. */
class LauncherLocaleTests extends LauncherCheckout {
    @ParameterizedTest
    @CsvSource({
        "LANG, C, C.UTF-8",
        "LC_ALL, POSIX, C.UTF-8",
        "LC_CTYPE, de_DE.UTF-8, C.UTF-8",
        "LANG, C.utf8, C.UTF-8",
        "LANG, xx_XX.ISO-8859-1, C.UTF-8",
        "OTHER, C, C.UTF-8"
    })
    void javaIsToldOfALocaleWithUtf8(String variable, String value, String expected)
            throws IOException, InterruptedException {
        built();
        environment.put(variable, value);
        assertThat(end(start("run")).out()).startsWith("LC_ALL=" + expected + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "xx_XX.ISO-8859-1"})
    void everyNameCanBeSaidInEveryLocale(String locale) throws IOException, InterruptedException {
        realProgram();
        environment.put("LC_ALL", locale);
        Path trace = folder.resolve("Spur-\u00e9.json");
        Ended ended = end(start("run", unusualScenario().toString(), "--trace", trace.toString()));
        assertThat(ended.err()).isEmpty();
        assertThat(ended.code()).isZero();
        assertThat(ended.out())
                .startsWith("Gr\u00fc\u00dfe \u65e5\u672c\n")
                .contains("Flicken-\u00e4\u2603.livepatch  ok");
        assertThat(trace).exists();
    }

    /** Digits and everything else: nothing follows the user's language. */
    @ParameterizedTest
    @ValueSource(strings = {"-Duser.language=ar -Duser.country=EG", "-Duser.language=tr"})
    void everyLanguageHasTheSameOutput(String options) throws IOException, InterruptedException {
        realProgram();
        environment.put("XSPLICE_JAVA_OPTS", options);
        String scenario = Fixtures.path("scenarios/timeout.yaml").toString();
        String[] arguments = {"run", "--events", "--timeline", scenario};
        Ended ended = end(start(arguments));
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).isEqualTo(Ran.of(arguments).out());
    }

    /** The jar without the launcher, where Java can say ASCII only. */
    @Test
    void aNameThatCannotBeSaidIsNoBug() throws IOException, InterruptedException {
        realProgram();
        environment.put("LC_ALL", "C");
        String scenario = unusualScenario().toString();
        List<String> java = List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Dxsplice.home=" + home,
                "-jar",
                program.resolve("xsplice.jar").toString(),
                "run");
        Ended ended =
                end(start(Stream.concat(java.stream(), Stream.of(scenario)).toList()));
        // From Java 18 on the names of files can be said, if not always shown.
        assumeTrue(ended.code() != 0, "this Java can say it");
        assertThat(ended.code()).as(ended.err()).isEqualTo(ExitCode.USAGE);
        assertThat(ended.err()).contains("character set", "LC_ALL=C.UTF-8").doesNotContain("Exception");
    }

    private Path unusualScenario() throws IOException {
        Path payload = folder.resolve("Flicken-\u00e4\u2603.livepatch");
        Files.copy(Fixtures.path("payloads/plain/xen_hello_world.livepatch"), payload);
        return Files.writeString(
                folder.resolve("Gr\u00fc\u00dfe \u65e5\u672c.yaml"),
                "version: 1\ntitle: Gr\u00fc\u00dfe \u65e5\u672c\nsteps:\n  - upload: {name: hello, file: "
                        + payload.getFileName() + "}\n");
    }
}
