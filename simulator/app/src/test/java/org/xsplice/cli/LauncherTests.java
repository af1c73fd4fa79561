// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher, and how it builds. */
class LauncherTests extends LauncherCheckout {
    @Test
    void whatIsBuiltIsRun() throws IOException, InterruptedException {
        built();
        Ended ended = end(start("run", "a b"));
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out())
                .endsWith(" -Dxsplice.home=" + home.toRealPath() + " -jar " + program.toRealPath()
                        + "/xsplice.jar run a b\n");
        assertThat(builds()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofTwoFirstRunsOneBuilds(boolean withFlock) throws IOException, InterruptedException {
        if (!withFlock) {
            environment.put("PATH", pathWithout("flock").toString());
        }
        Process one = start("run");
        Process other = start("run");
        for (Ended ended : List.of(end(one), end(other))) {
            assertThat(ended.code()).as(ended.err()).isZero();
            assertThat(ended.out()).contains(" -jar ");
            assertThat(ended.err()).contains("xsplice: not built yet; running make build in ");
        }
        assertThat(builds()).hasSize(1);
        assertThat(home.resolve("simulator/.locked")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "simulator/src/main/java/A.java, true",
        "simulator/src/main/java/New.java, true",
        "pom.xml, true",
        "simulator/pom.xml, true",
        "simulator/src/test/java/B.java, false",
        "README.md, false"
    })
    void isBuiltAgainWhereTheSourceIsNewer(String changed, boolean again) throws IOException, InterruptedException {
        built();
        Thread.sleep(20);
        Files.writeString(home.resolve(changed), "changed");
        Ended ended = end(start("run"));
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(builds()).hasSize(again ? 1 : 0);
        if (again) {
            assertThat(ended.err()).contains(" is newer than the program; running make build in ");
            assertThat(end(start("run")).err()).as("the second time").isEmpty();
        } else {
            assertThat(ended.err()).isEmpty();
        }
    }

    @Test
    void tellsWhereItCannotBuildAgain() throws IOException, InterruptedException {
        built();
        environment.put("MVN", folder.resolve("no-such-maven").toString());
        Files.setLastModifiedTime(
                home.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(60)));
        Ended ended = end(start("run"));
        assertThat(ended.code()).isZero();
        assertThat(ended.err())
                .isEqualTo("xsplice: pom.xml is newer than the program, which has not been built again: make build\n");
        assertThat(ended.out()).contains(" -jar ");
    }

    @Test
    void aTerminalsWidthIsToldOnlyWhereThereIsATerminal() throws IOException, InterruptedException {
        built();
        assertThat(end(start("run")).out()).contains(" COLUMNS=none ");
        assumeTrue(end(start(List.of("sh", "-c", "command -v python3"))).code() == 0, "python3 makes the terminal");
        String terminal = """
                import fcntl, os, pty, struct, sys, termios
                pid, fd = pty.fork()
                if pid == 0:
                    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack('HHHH', 30, 117, 0, 0))
                    os.execv(sys.argv[1], sys.argv[1:])
                data = b''
                try:
                    while piece := os.read(fd, 4096):
                        data += piece
                except OSError:
                    pass
                os.waitpid(pid, 0)
                sys.stdout.buffer.write(data)
                """;
        List<String> command =
                List.of("python3", "-c", terminal, home.resolve("xsplice").toString(), "run");
        assertThat(end(start(command)).out()).contains(" COLUMNS=117 ");
        environment.put("COLUMNS", "90");
        assertThat(end(start(command)).out()).contains(" COLUMNS=90 ");
    }

    /** A folder with links to all tools but one. */
    private Path pathWithout(String tool) throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
            if (Files.isDirectory(Path.of(directory))) {
                try (Stream<Path> all = Files.list(Path.of(directory))) {
                    for (Path file : all.toList()) {
                        Path link = tools.resolve(file.getFileName());
                        if (!link.endsWith(tool) && !Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                            Files.createSymbolicLink(link, file);
                        }
                    }
                }
            }
        }
        return tools;
    }
}
