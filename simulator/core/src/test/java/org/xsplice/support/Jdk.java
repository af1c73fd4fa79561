// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.support;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.xsplice.engine.Checkout;

/**
 * A Java installation of the machine.
 *
 * @param version the first number of its version
 */
public record Jdk(Path home, int version) {
    private static final int OLDEST = 17;

    /**
     * Returns the newest one that is not the one which runs this test; a test that needs one is skipped where there is
     * none beside it.
     */
    public static Jdk other() throws IOException {
        Path mine = Path.of(System.getProperty("java.home")).toRealPath();
        Optional<Jdk> newest;
        try (Stream<Path> beside = Files.list(mine.getParent())) {
            newest = beside.map(Jdk::at)
                    .flatMap(Optional::stream)
                    .filter(jdk -> jdk.version >= OLDEST
                            && jdk.version != Runtime.version().feature())
                    .max(Comparator.comparing(Jdk::version));
        }
        assumeTrue(newest.isPresent(), "there is no other Java (17 or newer) beside " + mine);
        return newest.orElseThrow();
    }

    private static Optional<Jdk> at(Path home) {
        Properties release = new Properties();
        try (InputStream file = Files.newInputStream(home.resolve("release"))) {
            release.load(file);
        } catch (IOException e) {
            return Optional.empty();
        }
        String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
        return version.matches("\\d+.*") && Files.isExecutable(home.resolve("bin/java"))
                ? Optional.of(new Jdk(home, Runtime.Version.parse(version).feature()))
                : Optional.empty();
    }

    /** Returns the one that runs this test. */
    public static Jdk mine() {
        return new Jdk(
                Path.of(System.getProperty("java.home")), Runtime.version().feature());
    }

    /**
     * Returns the command that runs a class of this test's class path.
     *
     * @param options of the Java machine
     */
    public List<String> command(List<String> options, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(home.resolve("bin/java").toString()));
        command.addAll(options);
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-Dxsplice.home=" + Checkout.file(""),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        return command;
    }

    /** Runs a class of this test's class path; returns what it prints, errors included. */
    public String run(Class<?> main, List<String> arguments) throws IOException, InterruptedException {
        return run(List.of(), main, arguments);
    }

    /**
     * Runs a class of this test's class path; returns what it prints, errors included.
     *
     * @param options of the Java machine
     */
    public String run(List<String> options, Class<?> main, List<String> arguments)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(options, main, arguments))
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed;
    }
}
