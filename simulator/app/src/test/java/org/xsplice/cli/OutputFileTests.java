// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xsplice.support.Fixtures;

class OutputFileTests {
    @TempDir
    private Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void isWrittenWhole() throws IOException {
        OutputFile file = OutputFile.at(folder.resolve("new"));
        assertThat(names()).isEmpty();
        file.write("äöü");
        assertThat(folder.resolve("new")).hasContent("äöü");
        assertThat(names()).containsExactly("new");
    }

    @Test
    void leavesWhatWasThereWhereItFails() throws IOException {
        Path target = Files.writeString(folder.resolve("old"), "old");
        OutputFile file = OutputFile.at(target);
        Path beside = folder.resolve(".old." + ProcessHandle.current().pid() + ".part");
        Files.createDirectories(beside);
        assertThatThrownBy(() -> file.write("new")).isInstanceOf(OutputFileException.class);
        assertThat(target).hasContent("old");
    }

    @Test
    void keepsPermissionsAndFollowsLinks() throws IOException {
        Path target = Files.writeString(folder.resolve("old"), "old");
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("old"));
        OutputFile.at(link).write("new");
        assertThat(link).isSymbolicLink();
        assertThat(target).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rw-r-----");
        assertThat(names()).containsExactly("link", "old");
    }

    @Test
    void aDeviceStaysADevice() {
        OutputFile.at(Path.of("/dev/null")).write("gone".getBytes(StandardCharsets.UTF_8));
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
        assertThatThrownBy(() -> OutputFile.at(Path.of("/dev/full")).write("x"))
                .hasMessage("cannot write /dev/full: No space left on device");
    }

    /** Every option that writes, on a command line that is good but for the file. */
    static Stream<List<String>> options() {
        String scenario = Fixtures.path("scenarios/hello-bye.yaml").toString();
        String payload = Fixtures.path("payloads/plain/xen_nop.livepatch").toString();
        return Stream.of(
                List.of("run", scenario, "--trace"),
                List.of("inspect", payload, "--mend"),
                List.of("explore", scenario, "--write"),
                List.of("fuzz", "--seed", "1", "--case", "1", "--write"),
                List.of("compare", "--guest", payload, "--cases", "1", "--write"),
                List.of("sweep", scenario, "--runs", "1", "--cpus", "1", "--out"));
    }

    private static Ran with(List<String> command, String file) {
        return Ran.of(Stream.concat(command.stream(), Stream.of(file)).toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("options")
    void isLookedAtBeforeTheWork(List<String> command) throws IOException {
        Path file = Files.writeString(folder.resolve("a file"), "");
        String impossible = file + "/x.json";
        Ran ran = with(command, impossible);
        assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith("xsplice: cannot write " + impossible).hasLineCount(1);
        assertThat(ran.err()).containsPattern(": (Not a directory|.* is not a folder)\n$");
        assertThat(names()).containsExactly("a file");
    }

    @ParameterizedTest
    @MethodSource("options")
    void doesNotGoToStandardOutput(List<String> command) {
        boolean folder = command.contains("sweep") || command.contains("compare");
        if (!folder) {
            Ran ran = with(command, "-");
            assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err())
                    .isEqualTo(
                            "xsplice: cannot write -: standard output is for what the command prints; for a file with"
                                    + " the name -, write ./-\n");
            assertThat(Path.of("-")).doesNotExist();
        }
    }

    @Test
    void aFolderIsNoFile() {
        assertThat(Ran.of("run", Fixtures.path("scenarios/hello-bye.yaml").toString(), "--trace", folder.toString())
                        .err())
                .isEqualTo("xsplice: cannot write " + folder + ": it is a folder\n");
    }

    @Test
    void theTraceIsThere() throws IOException {
        Path trace = folder.resolve("t.json");
        String scenario = Fixtures.path("scenarios/hello-bye.yaml").toString();
        assertThat(Ran.of("run", "--quiet", scenario, "--trace", trace.toString())
                        .code())
                .isEqualTo(ExitCode.OK);
        assertThat(Files.readString(trace)).contains("\"traceEvents\"");
        assertThat(names()).containsExactly("t.json");
    }

    @Test
    void theReasonIsNeverOnlyTheName() {
        assertThat(Stream.of(
                                new FileAlreadyExistsException("X"),
                                new DirectoryNotEmptyException("X"),
                                new NotDirectoryException("X"),
                                new FileSystemException("X"),
                                new IOException())
                        .map(OutputFile::reason))
                .containsExactly(
                        "X is in the way",
                        "the system gives no reason (DirectoryNotEmptyException)",
                        "the system gives no reason (NotDirectoryException)",
                        "the system gives no reason (FileSystemException)",
                        "IOException");
        assertThat(OutputFile.reason(new FileSystemException("X", null, "No space left on device")))
                .isEqualTo("No space left on device");
    }

    @Test
    void aFileThatCannotBeReadIsNotOneThatCannotBeWritten() {
        Path none = folder.resolve("none");
        assertThat(Ran.of("fuzz", "--guest", none.toString()).err())
                .isEqualTo("xsplice: " + none + ": there is no such file\n");
        assertThat(Ran.of("fuzz", none.toString()).err()).isEqualTo("xsplice: " + none + ": there is no such file\n");
        assertThat(Ran.of("compare", "--guest", none.toString(), "--write", folder.toString())
                        .err())
                .isEqualTo("xsplice: " + none + ": there is no such file\n");
    }
}
