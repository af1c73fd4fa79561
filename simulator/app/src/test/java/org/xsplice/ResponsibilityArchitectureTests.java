// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import java.io.Console;
import java.io.File;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.xsplice.plane.ControlPlane;
import org.xsplice.support.Fixtures;

/** What only one place may do: see native code, read files, print, make planes, begin threads, end the process. */
class ResponsibilityArchitectureTests {
    /** Those methods of {@link Files} that give the content of a file. */
    private static final Set<String> FILES_READ = Set.of(
            "readAllBytes",
            "readString",
            "readAllLines",
            "lines",
            "newInputStream",
            "newBufferedReader",
            "newByteChannel");

    private static final Set<String> READERS = Set.of(
            "java.io.FileInputStream",
            "java.io.FileReader",
            "java.io.RandomAccessFile",
            "java.util.Scanner",
            "java.util.zip.ZipFile");

    @Test
    void onlyTheBindingsSeeNativeCode() {
        onlyIn("com.sun.jna..", "org.xsplice.machine.unicorn", "org.xsplice.asm");
    }

    @Test
    void onlyThoseThatReadItSeeYaml() {
        onlyIn("org.snakeyaml..", "org.xsplice.scenario.file");
    }

    @Test
    void onlyThoseThatReadOrWriteItSeeJson() {
        onlyIn(
                "com.fasterxml.jackson..",
                "org.xsplice.judge",
                "org.xsplice.real",
                "org.xsplice.sweep",
                "org.xsplice.report",
                "org.xsplice.cli");
    }

    @Test
    void onlyCliSeesTheCommandLineLibrary() {
        onlyIn("picocli..", "org.xsplice.cli");
    }

    @Test
    void onlyThoseThatLookForBugsDamage() {
        onlyIn("org.xsplice.damage..", "org.xsplice.damage", "org.xsplice.fuzz", "org.xsplice.compare");
    }

    private static void onlyIn(String library, String... packages) {
        noClasses()
                .that(resideOutsideOfPackages(packages))
                .should()
                .dependOnClassesThat(resideInAPackage(library))
                .check(ProjectClasses.ALL);
    }

    /** A file may be a device, or larger than the memory; see the package {@code input}. */
    @Test
    void oneClassReadsFiles() {
        noClasses()
                .that(resideOutsideOfPackages("org.xsplice.input"))
                .should()
                .callCodeUnitWhere(describe("reads a file, or unpacks one", ResponsibilityArchitectureTests::reads))
                .orShould()
                .dependOnClassesThat(describe(
                        "read files",
                        c -> READERS.contains(c.getName()) || c.isAssignableTo(InflaterInputStream.class)))
                .check(ProjectClasses.ALL);
    }

    private static boolean reads(JavaCall<?> call) {
        JavaClass owner = call.getTargetOwner();
        return owner.isEquivalentTo(Files.class) && FILES_READ.contains(call.getName())
                || owner.isEquivalentTo(FileChannel.class)
                        && call.getName().equals("open")
                        && !call.getOriginOwner().getName().equals("org.xsplice.real.WorkFolder")
                || owner.isAssignableTo(ObjectMapper.class)
                        && call.getName().startsWith("read")
                        && call.getTarget().getRawParameterTypes().get(0).isEquivalentTo(File.class);
    }

    @Test
    void oneClassReadsWhereTheCheckoutIs() throws IOException {
        try (Stream<Path> files = Files.walk(Fixtures.path("../simulator"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java"))
                            .filter(ResponsibilityArchitectureTests::namesTheHome)
                            .map(file -> file.getFileName().toString()))
                    .containsExactly("Checkout.java");
        }
    }

    private static boolean namesTheHome(Path source) {
        try {
            return Pattern.compile("\"xsplice\\.home\"")
                    .matcher(Files.readString(source))
                    .find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void onlyHostMakesPlanes() {
        noClasses()
                .that(resideOutsideOfPackages("org.xsplice.host"))
                .should()
                .callCodeUnitWhere(describe(
                        "somebody else makes a plane, or boots an image for one",
                        (JavaCall<?> call) -> call.getTargetOwner().isAssignableTo(ControlPlane.class)
                                && !call.getOriginOwner().equals(call.getTargetOwner())
                                && (call.getName().equals("<init>")
                                        || call.getName().equals("bootImage"))))
                .check(ProjectClasses.ALL);
    }

    @Test
    void onlyJobsMakeThreadsThatWork() {
        noClasses()
                .that(resideOutsideOfPackages("org.xsplice.jobs"))
                .should()
                .dependOnClassesThat()
                .areAssignableTo(java.util.concurrent.Executor.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.util.concurrent.Executors.class)
                .orShould()
                .callMethod(Thread.class, "start")
                .check(ProjectClasses.ALL);
    }

    /** What others print would reach a terminal as it is; see docs/architecture.md. */
    @Test
    void onlyOutputPrints() {
        noClasses()
                .that()
                .haveNameNotMatching("org\\.xsplice\\.cli\\.(Output|StandardOutput|Unlinked)")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethodWhere(describe(
                        "it is the console's",
                        (JavaCall<?> call) -> call.getTargetOwner().isEquivalentTo(Console.class)))
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(FileDescriptor.class)
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .orShould()
                .callConstructorWhere(describe(
                        "a screen is made",
                        (JavaCall<?> call) -> call.getTargetOwner().getName().equals("org.xsplice.cli.Screen")))
                .check(ProjectClasses.ALL);
    }

    /** {@code Fuzz} makes text of a stack trace. */
    @Test
    void onlyScreensArePrintedOn() {
        noClasses()
                .that(describe(
                        "are no screen",
                        (JavaClass type) -> !Set.of("Screen", "Fuzz").contains(type.getSimpleName())))
                .should()
                .callConstructorWhere(describe(
                        "a printer is made",
                        (JavaCall<?> call) -> call.getTargetOwner().isAssignableTo(PrintWriter.class)
                                        && !call.getTargetOwner().getName().equals("org.xsplice.cli.Screen")
                                || call.getTargetOwner().isAssignableTo(PrintStream.class)))
                .check(ProjectClasses.ALL);
    }

    @Test
    void onlyCliEndsTheProcess() {
        noClasses()
                .that(resideOutsideOfPackages("org.xsplice.cli"))
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(ProjectClasses.ALL);
    }
}
