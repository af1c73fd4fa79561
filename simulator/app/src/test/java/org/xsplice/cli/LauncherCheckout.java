// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.support.Fixtures;

/**
 * A checkout of its own for tests of the launcher. Java and Maven are scripts there that say how they were called, but where a
 * test is about what the program does.
 */
abstract class LauncherCheckout {
    private static final String SAY = """
            #!/bin/sh
            echo "LC_ALL=${LC_ALL-none} COLUMNS=${COLUMNS-none} ARGS=$*"
            """;
    static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    final Map<String, String> environment = new TreeMap<>();
    Path home;
    Path program;
    Path log;

    record Ended(int code, String out, String err) {}

    @BeforeEach
    void checkout() throws IOException {
        home = folder.resolve("checkout");
        Path origin = Fixtures.path("..").toRealPath();
        for (String file : List.of("xsplice", "Makefile", "simulator/locked")) {
            Files.createDirectories(home.resolve(file).getParent());
            Files.copy(origin.resolve(file), home.resolve(file));
        }
        source(".engines/MANIFEST");
        source("pom.xml");
        source("simulator/pom.xml");
        source("simulator/src/main/java/A.java");
        source("simulator/src/test/java/B.java");
        source("simulator/engines/requirements.txt");
        script(home.resolve("simulator/engines/fetch"), "#!/bin/sh\n");
        Files.setLastModifiedTime(home.resolve("simulator/engines/fetch"), FileTime.from(THEN));
        Matcher line =
                Pattern.compile("(?m)^program=\\$home/(\\S+)").matcher(Files.readString(home.resolve("xsplice")));
        assertThat(line.find()).isTrue();
        program = home.resolve(line.group(1));

        Path jdk = folder.resolve("jdk");
        script(jdk.resolve("bin/java"), SAY);
        script(jdk.resolve("bin/javac"), "#!/bin/sh\necho javac 17.0.1\n");
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.1\"\nOS_NAME=\"Linux\"\nOS_ARCH=\"x86_64\"\n");
        log = folder.resolve("mvn.log");
        Path maven = folder.resolve("mvn");
        script(maven, """
                #!/bin/sh
                echo build >>'%s'
                sleep 0.5
                mkdir -p '%s/lib'
                echo built | tee '%s/lib/other.jar' >'%s/xsplice.jar'
                """.formatted(log, program, program, program));
        environment.put("PATH", System.getenv("PATH"));
        environment.put("JAVA_HOME", jdk.toString());
        environment.put("MVN", maven.toString());
        environment.put("TMPDIR", folder.toString());
    }

    /** JUnit warns of each that leads away. */
    @AfterEach
    void removeLinks() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path link : all.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    void source(String name) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        for (Path old = file; !old.equals(home); old = old.getParent()) {
            Files.setLastModifiedTime(old, FileTime.from(THEN));
        }
    }

    static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    void built() throws IOException {
        Files.createDirectories(program);
        Files.writeString(program.resolve("xsplice.jar"), "");
        Files.writeString(program.resolve("built"), "");
    }

    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(home.resolve("xsplice").toString()));
        command.addAll(List.of(arguments));
        return start(command);
    }

    Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    static Ended end(Process process) throws IOException, InterruptedException {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out, err);
    }

    List<String> builds() throws IOException {
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    /** The program itself, as a jar that leads to the classes under test. */
    void realProgram() throws IOException {
        realProgram(Main.class);
    }

    void realProgram(Class<?> main) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main.getName());
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(entry -> Path.of(entry).toUri().toString())
                                .collect(Collectors.joining(" ")));
        Files.createDirectories(program);
        try (OutputStream out = Files.newOutputStream(program.resolve("xsplice.jar"))) {
            new JarOutputStream(out, manifest).close();
        }
        Files.writeString(program.resolve("built"), "");
        Path origin = Fixtures.path("..").toRealPath();
        Files.createSymbolicLink(home.resolve("fixtures"), origin.resolve("fixtures"));
        Files.delete(home.resolve(".engines/MANIFEST"));
        try (Stream<Path> engines = Files.list(origin.resolve(".engines"))) {
            for (Path engine : engines.toList()) {
                Files.createSymbolicLink(home.resolve(".engines").resolve(engine.getFileName()), engine);
            }
        }
        environment.put("JAVA_HOME", System.getProperty("java.home"));
    }
}
