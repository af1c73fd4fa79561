// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.engine.Checkout;
import org.xsplice.support.CoreJar;
import org.xsplice.support.Fixtures;

/**
 * A project of somebody else depends on core and nothing more: fixtures/foreign-project, built by Maven with a local
 * repository that has only core and its parents. All else comes from the repository that this build uses, so that no
 * network is needed.
 */
class ForeignProjectTests {
    private static final String VERSION = property("xsplice.version");

    @TempDir
    private Path folder;

    /** Surefire's configuration gives these; elsewhere the test is skipped. */
    private static String property(String name) {
        return System.getProperty(name, "");
    }

    @Test
    void printsByeWorld() throws IOException, InterruptedException {
        assumeTrue(!VERSION.isEmpty(), "only Maven says which Maven there is");
        Path project = Files.createDirectory(folder.resolve("project"));
        copy("pom.xml", project);
        copy("src/main/java/HelloBye.java", project);
        Path repository = Files.createDirectory(folder.resolve("repository"));
        install(repository);

        Path classPath = folder.resolve("class.path");
        maven(
                project,
                repository,
                "org.apache.maven.plugins:maven-compiler-plugin:" + property("xsplice.compilerPlugin") + ":compile",
                "org.apache.maven.plugins:maven-dependency-plugin:" + property("xsplice.dependencyPlugin")
                        + ":build-classpath",
                "-Dmdep.outputFile=" + classPath);

        assertThat(Files.readString(classPath).split(File.pathSeparator))
                .as("core, JNA and snakeyaml-engine, from that repository")
                .hasSize(3)
                .allMatch(jar -> jar.startsWith(repository.toString()));
        assertThat(java(project.resolve("target/classes") + File.pathSeparator + Files.readString(classPath)))
                .isEqualTo("Bye World!\n");
    }

    @Test
    void isTheOneOfTheDocument() throws IOException {
        assertThat(Files.readString(Checkout.file("docs/library.md")))
                .contains("```java\n" + Files.readString(Fixtures.path("foreign-project/src/main/java/HelloBye.java"))
                        + "```");
    }

    private static void copy(String file, Path project) throws IOException {
        Path target = project.resolve(file);
        Files.createDirectories(target.getParent());
        Files.copy(Fixtures.path("foreign-project/" + file), target);
    }

    /** Does what {@code mvn install} does, without its Javadoc. */
    private static void install(Path repository) throws IOException {
        Files.copy(Checkout.file("pom.xml"), place(repository, "xsplice-parent", ".pom"));
        Files.copy(Checkout.file("simulator/pom.xml"), place(repository, "xsplice-simulator", ".pom"));
        Files.copy(Checkout.file("simulator/core/pom.xml"), place(repository, "xsplice-core", ".pom"));
        CoreJar.write(place(repository, "xsplice-core", ".jar"));
    }

    private static Path place(Path repository, String artifact, String ending) throws IOException {
        Path place = repository.resolve("org/xsplice").resolve(artifact).resolve(VERSION);
        return Files.createDirectories(place).resolve(artifact + "-" + VERSION + ending);
    }

    private void maven(Path project, Path repository, String... arguments) throws IOException, InterruptedException {
        Path settings = folder.resolve("settings.xml");
        Files.writeString(
                settings,
                "<settings><mirrors><mirror><id>here</id><mirrorOf>*</mirrorOf><url>%s</url></mirror></mirrors></settings>"
                        .formatted(Path.of(property("localRepository")).toUri()));
        List<String> command = new ArrayList<>(List.of(
                Path.of(property("maven.home"), "bin", "mvn").toString(),
                "-B",
                "-q",
                "-s",
                settings.toString(),
                "-Dmaven.repo.local=" + repository));
        command.addAll(List.of(arguments));
        ProcessBuilder maven = new ProcessBuilder(command).directory(project.toFile());
        maven.environment().put("JAVA_HOME", property("java.home"));
        maven.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        said(maven);
    }

    private static String java(String classPath) throws IOException, InterruptedException {
        ProcessBuilder java = new ProcessBuilder(
                Path.of(property("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                "HelloBye");
        java.environment().put("XSPLICE_ENGINES", Checkout.file(".engines").toString());
        return said(java);
    }

    private static String said(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
