// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;
import org.xsplice.support.Fixtures;

/** Files that do not end, that are too large, or that are none: every command refuses them at once, wherever it is given one. */
class EndlessInputTests {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final long LARGE = 300L << 20;
    private static final int MEMBERS = 64;
    private static final int MEMBER_SIZE = 16 << 20;
    private static final String NO_FILE = "not a regular file, but a pipe, a socket or a device";
    private static final String GOOD = "version: 1\nsteps: [list]\n";

    @TempDir
    static Path folder;

    /** A way to give the program a file. */
    @FunctionalInterface
    private interface Given {
        List<String> commandLine(Path file) throws IOException;
    }

    private static Map<String, Given> places() {
        Map<String, Given> places = new LinkedHashMap<>();
        for (String command : List.of("run", "explore", "sweep", "real")) {
            places.put("scenario of " + command, file -> List.of(command, file.toString()));
        }
        places.put("one scenario of several", file -> List.of("run", "--quiet", good(), file.toString()));
        places.put("guest of a scenario", file -> List.of("run", scenario("guest: " + file + "\nsteps: [list]")));
        places.put(
                "payload of a scenario",
                file -> List.of("run", scenario("steps: [{upload: {name: a, file: " + file + "}}]")));
        places.put("payload to inspect", file -> List.of("inspect", file.toString()));
        places.put("payload to load before", file -> List.of("inspect", hello(), "--with", file.toString()));
        places.put("guest to inspect for", file -> List.of("inspect", hello(), "--guest", file.toString()));
        places.put("payload to damage", file -> List.of("fuzz", "--cases", "1", file.toString()));
        places.put("guest to damage", file -> List.of("fuzz", "--cases", "1", "--guest", file.toString()));
        places.put(
                "guest to compare in",
                file -> List.of(
                        "compare",
                        "--cases",
                        "1",
                        "--write",
                        folder.resolve("found").toString(),
                        "--guest",
                        file.toString()));
        places.put("recorded cases", file -> List.of("conformance", recorded("mutants-upload.json", file)));
        places.put("recorded steps", file -> List.of("conformance", recorded("lifecycle.json", file)));
        places.put("recorded image", file -> List.of("conformance", recorded("xen-syms", file)));
        places.put("recorded gzipped image", file -> List.of("conformance", recorded("xen-syms.gz", file)));
        return places;
    }

    private static String good() throws IOException {
        return Files.writeString(folder.resolve("good.yaml"), GOOD).toString();
    }

    private static String scenario(String body) throws IOException {
        return Files.writeString(folder.resolve("names.yaml"), "version: 1\n" + body + "\n")
                .toString();
    }

    private static String hello() {
        return Fixtures.path("payloads/plain/xen_hello_world.livepatch").toString();
    }

    /** A conformance folder of which one file is something else. */
    private static String recorded(String name, Path file) throws IOException {
        Path root = Files.createTempDirectory(folder, "recorded");
        Files.createDirectories(root.resolve("payloads"));
        Files.createDirectories(root.resolve("mutants"));
        Files.createSymbolicLink(root.resolve("xen-syms"), Fixtures.path("guests/plain/xen-syms"));
        Files.deleteIfExists(root.resolve(name));
        Files.createSymbolicLink(root.resolve(name), file.toAbsolutePath());
        return root.toString();
    }

    private static Map<Path, String> noFiles() throws IOException {
        Path fifo = folder.resolve("fifo");
        Path socket = folder.resolve("socket");
        if (!Files.exists(fifo)) {
            assertThat(run("mkfifo", fifo.toString())).isZero();
            ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        }
        Map<Path, String> files = new LinkedHashMap<>();
        for (Path file : List.of(Path.of("/dev/zero"), Path.of("/dev/full"), fifo, socket)) {
            files.put(file, NO_FILE);
        }
        return files;
    }

    private static int run(String... command) throws IOException {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Path sparse() throws IOException {
        Path file = folder.resolve("sparse");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(LARGE);
        }
        return file;
    }

    /** A gibibyte of zeros in one mebibyte. */
    private static Path bomb() throws IOException {
        Path file = folder.resolve("bomb.gz");
        ByteArrayOutputStream member = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(member)) {
            out.write(new byte[MEMBER_SIZE]);
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < MEMBERS; i++) {
                member.writeTo(out);
            }
        }
        return file;
    }

    private static DynamicTest refused(String place, Given given, Path file, String... reasons) {
        return dynamicTest(place + " " + file.getFileName(), () -> {
            List<String> line = given.commandLine(file);
            Ran ran = Assertions.assertTimeoutPreemptively(SOON, () -> Ran.of(line.toArray(String[]::new)));
            assertThat(ran.code()).as("%s", ran).isEqualTo(ExitCode.USAGE);
            assertThat(ran.err()).contains(reasons).doesNotContain("bug in the simulator", "heap");
            assertThat(ran.err().lines()).hasSize(1);
        });
    }

    @TestFactory
    Stream<DynamicTest> whatIsNoFileIsRefused() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        Map<Path, String> files = noFiles();
        places().forEach((place, given) -> files.forEach((file, reason) -> {
            boolean lookedFor = place.startsWith("recorded");
            tests.add(refused(place, given, file, lookedFor ? "recorded" : file + ": " + reason));
        }));
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> aFolderIsRefused() throws IOException {
        Path other = Files.createDirectories(folder.resolve("other"));
        List<DynamicTest> tests = new ArrayList<>();
        places().forEach((place, given) -> {
            boolean mayBeFolder = List.of("scenario of run", "one scenario of several", "scenario of real")
                    .contains(place);
            boolean lookedFor = place.startsWith("recorded");
            tests.add(refused(
                    place,
                    given,
                    other,
                    lookedFor ? "recorded" : other + (mayBeFolder ? ": no scenario" : ": a folder, not a file")));
        });
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> whatIsTooLargeIsRefused() throws IOException {
        Path sparse = sparse();
        List<DynamicTest> tests = new ArrayList<>();
        places().forEach((place, given) ->
                tests.add(refused(place, given, sparse, "has 300 MiB", limit(place), "the most that is read of")));
        return tests.stream();
    }

    private static String limit(String place) {
        return place.contains("image") || place.contains("guest")
                ? "128 MiB"
                : place.startsWith("recorded") ? "16 MiB" : "4 MiB";
    }

    @TestFactory
    Stream<DynamicTest> whatUnpacksToTooMuchIsRefused() throws IOException {
        Path bomb = bomb();
        List<DynamicTest> tests = new ArrayList<>();
        places().forEach((place, given) -> {
            if (place.contains("image") || place.contains("guest")) {
                tests.add(refused(place, given, bomb, "more than 128 MiB when it is unpacked"));
            } else if (place.startsWith("recorded")) {
                tests.add(refused(place, given, bomb, ".json:1:"));
            } else if (!place.startsWith("payload")) {
                tests.add(refused(place, given, bomb, "not a text file"));
            }
        });
        return tests.stream();
    }

    @Test
    void theEndOfStandardInputIsNotWaitedFor() {
        InputStream before = System.in;
        System.setIn(new InputStream() {
            @Override
            public int read() {
                return ' ';
            }
        });
        try {
            Ran ran = Assertions.assertTimeoutPreemptively(SOON, () -> Ran.of("run", "-"));
            assertThat(ran)
                    .isEqualTo(new Ran(
                            ExitCode.USAGE,
                            "",
                            "xsplice: -: it has more than 4 MiB, the most that is read of a scenario\n"));
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void whatTheClientCannotMapItRefuses() throws IOException {
        noFiles();
        sparse();
        String uploads = "steps:\n"
                + Stream.of("/dev/zero", folder + "/fifo", folder + "/socket", folder + "/sparse")
                        .map(file -> "  - {lp: [upload, a, " + file + "], expect: {exit: 1}}\n")
                        .reduce("", String::concat);
        String file = scenario(uploads.stripTrailing());
        Ran ran = Assertions.assertTimeoutPreemptively(SOON, () -> Ran.of("run", file));
        assertThat(ran.code()).as("%s", ran).isEqualTo(ExitCode.OK);
        assertThat(ran.out()).contains("No such device or address", "Could not map");
    }

    @Test
    void manyUploadsOfOneFileTakeTheMemoryOfOne() throws IOException {
        Path zeros = Files.write(folder.resolve("zeros"), new byte[4 << 20]);
        String steps = "steps:\n" + ("  - upload: {name: a, file: " + zeros + "}\n").repeat(1000);
        String file = scenario(steps.stripTrailing());
        long before = used();
        Scenario scenario = ScenarioReader.read(Path.of(file), Overrides.NONE);
        assertThat(used() - before).isLessThan(100L << 20);
        assertThat(scenario.steps()).hasSize(1000);
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void payloadsTogetherHaveALimitToo() throws IOException {
        StringBuilder steps = new StringBuilder("steps:");
        for (int i = 0; i < 17; i++) {
            Path file = Files.write(folder.resolve("zeros" + i), new byte[4 << 20]);
            steps.append("\n  - upload: {name: a, file: ").append(file).append("}");
        }
        Ran ran = Ran.of("run", scenario(steps.toString()));
        assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err())
                .contains("zeros16: the payloads of this scenario have more than 64 MiB together")
                .hasLineCount(1);
    }

    @Test
    void aScenarioOfTheLargestSizeIsRead() throws IOException {
        byte[] text = ("version: 1\nsteps: [list]\n" + ("#" + "x".repeat(62) + "\n").repeat((4 << 20) / 64 - 1))
                .getBytes(StandardCharsets.US_ASCII);
        assertThat(text.length).isLessThanOrEqualTo(4 << 20);
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(text));
        try {
            assertThat(Ran.of("run", "--quiet", "-").code()).isEqualTo(ExitCode.OK);
        } finally {
            System.setIn(before);
        }
    }
}
