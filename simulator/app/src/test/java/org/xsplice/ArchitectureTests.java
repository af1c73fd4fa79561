// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.Console;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.Formattable;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Scanner;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.xsplice.plane.ControlPlane;
import org.xsplice.support.Fixtures;

/** Holds the layers: imports point down only, and only named packages see native code, files of a kind, or the user. */
class ArchitectureTests {
    private static final String BASE = "org.xsplice.";

    /** The layer of every package; see docs/architecture.md. */
    private static final Map<String, Integer> LAYERS = Map.ofEntries(
            Map.entry("errno", 0),
            Map.entry("event", 0),
            Map.entry("chance", 0),
            Map.entry("state", 0),
            Map.entry("text", 0),
            Map.entry("time", 0),
            Map.entry("engine", 0),
            Map.entry("input", 0),
            Map.entry("elf", 1),
            Map.entry("machine", 1),
            Map.entry("profile", 1),
            Map.entry("machine.unicorn", 2),
            Map.entry("asm", 2),
            Map.entry("elf.build", 2),
            Map.entry("mend", 2),
            Map.entry("bootfile", 2),
            Map.entry("hypervisor", 2),
            Map.entry("image", 3),
            Map.entry("recognition", 3),
            Map.entry("refusal", 3),
            Map.entry("loader", 3),
            Map.entry("hazard", 3),
            Map.entry("schedule", 3),
            Map.entry("coverage", 3),
            Map.entry("orders", 4),
            Map.entry("payload", 4),
            Map.entry("plane", 5),
            Map.entry("plane.model", 5),
            Map.entry("plane.xen", 5),
            Map.entry("plane.both", 5),
            Map.entry("host", 6),
            Map.entry("client", 6),
            Map.entry("inspect", 6),
            Map.entry("scenario.step", 7),
            Map.entry("scenario.expect", 7),
            Map.entry("scenario", 7),
            Map.entry("scenario.file", 7),
            Map.entry("scenario.run", 7),
            Map.entry("scenario.print", 7),
            Map.entry("real", 7),
            Map.entry("damage", 7),
            Map.entry("jobs", 7),
            Map.entry("judge", 8),
            Map.entry("fuzz", 8),
            Map.entry("explore", 8),
            Map.entry("sweep", 8),
            Map.entry("report", 8),
            Map.entry("compare", 8),
            Map.entry("cli", 10));

    /** Packages of one layer that may see each other: an interface and what implements it, a tool and who uses it. */
    private static final Map<String, Set<String>> SIBLINGS = Map.ofEntries(
            Map.entry("event", Set.of("state", "text", "time")),
            Map.entry("chance", Set.of("state")),
            Map.entry("engine", Set.of("input")),
            Map.entry("mend", Set.of("elf.build")),
            Map.entry("hypervisor", Set.of("bootfile")),
            Map.entry("recognition", Set.of("image")),
            Map.entry("loader", Set.of("refusal")),
            Map.entry("plane.model", Set.of("plane")),
            Map.entry("plane.xen", Set.of("plane")),
            Map.entry("plane.both", Set.of("plane")),
            Map.entry("inspect", Set.of("host")),
            Map.entry("scenario.expect", Set.of("scenario.step")),
            Map.entry("scenario", Set.of("scenario.step", "scenario.expect")),
            Map.entry("scenario.file", Set.of("scenario.step", "scenario.expect", "scenario")),
            Map.entry("scenario.run", Set.of("scenario.step", "scenario.expect", "scenario")),
            Map.entry("scenario.print", Set.of("scenario.step", "scenario.expect", "scenario", "scenario.run")));

    /** The packages that the program is made of; all others are core's. See docs/architecture.md. */
    private static final Set<String> APP =
            Set.of("real", "judge", "fuzz", "explore", "sweep", "report", "compare", "damage", "jobs", "cli");

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

    private static final int CLASSES_AT_LEAST = 100;

    /** Those of all modules; core's tests may be in a jar of their own. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("org.xsplice");

    @Test
    void readsAllClasses() {
        assertThat(CLASSES.size()).isGreaterThanOrEqualTo(CLASSES_AT_LEAST);
    }

    @Test
    void everyPackageHasALayer() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet()))
                .allSatisfy(name -> assertThat(LAYERS).containsKey(name.substring(BASE.length())));
    }

    @Test
    void everyPackageIsInItsModule() {
        for (JavaClass type : CLASSES) {
            String name = type.getPackageName().substring(BASE.length());
            assertThat(type.getSource().orElseThrow().getUri().getPath())
                    .as(name)
                    .contains(APP.contains(name) ? "/app/target/" : "/core/target/");
        }
    }

    @Test
    void theDocumentHasTheSameModules() throws IOException {
        Set<String> named = Pattern.compile("(?m)^\\| `app` .*")
                .matcher(Files.readString(Fixtures.path("../docs/architecture.md")))
                .results()
                .flatMap(row ->
                        Pattern.compile("`([\\w.]+)`").matcher(row.group()).results())
                .map(word -> word.group(1))
                .filter(LAYERS::containsKey)
                .collect(Collectors.toSet());
        assertThat(named).isEqualTo(APP);
    }

    @Test
    void oneClassReadsWhereTheCheckoutIs() throws IOException {
        try (Stream<Path> files = Files.walk(Fixtures.path("../simulator"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java"))
                            .filter(ArchitectureTests::namesTheHome)
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
    void theDocumentHasTheSameLayers() throws IOException {
        Map<String, Integer> rows = new TreeMap<>();
        Pattern.compile("(?m)^\\| (\\d+) \\| `([\\w.]+)` \\|")
                .matcher(Files.readString(Fixtures.path("../docs/architecture.md")))
                .results()
                .forEach(row -> rows.put(row.group(2), Integer.parseInt(row.group(1))));
        assertThat(rows).isEqualTo(new TreeMap<>(LAYERS));
    }

    @Test
    void importsPointDown() {
        classes()
                .should(new ArchCondition<>("import lower layers only") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        type.getDirectDependenciesFromSelf().stream()
                                .filter(d -> d.getTargetClass().getPackageName().startsWith(BASE))
                                .filter(d -> !allowed(d))
                                .forEach(d -> events.add(SimpleConditionEvent.violated(d, d.getDescription())));
                    }
                })
                .check(CLASSES);
    }

    private static boolean allowed(Dependency dependency) {
        String from = dependency.getOriginClass().getPackageName().substring(BASE.length());
        String to = dependency.getTargetClass().getPackageName().substring(BASE.length());
        return from.equals(to)
                || SIBLINGS.getOrDefault(from, Set.of()).contains(to)
                || LAYERS.get(to) < LAYERS.get(from);
    }

    @Test
    void packagesHaveNoCycles() {
        SlicesRuleDefinition.slices()
                .matching("org.xsplice.(**)")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

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
    void onlyThoseThatLookForBugsDamage() {
        onlyIn("org.xsplice.damage..", "org.xsplice.damage", "org.xsplice.fuzz", "org.xsplice.compare");
    }

    /** A file may be a device, or larger than the memory; see the package {@code input}. */
    @Test
    void oneClassReadsFiles() {
        noClasses()
                .that(resideOutsideOfPackages("org.xsplice.input"))
                .should()
                .callCodeUnitWhere(describe("reads a file, or unpacks one", ArchitectureTests::reads))
                .orShould()
                .dependOnClassesThat(describe(
                        "read files",
                        c -> READERS.contains(c.getName()) || c.isAssignableTo(InflaterInputStream.class)))
                .check(CLASSES);
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
                .check(CLASSES);
    }

    /** What the program remembers belongs to some object; the tools' caches of layer 8 and above may be one for all. */
    @Test
    void nothingStaticChanges() {
        List<String> found = new ArrayList<>();
        for (JavaClass type : CLASSES) {
            if (LAYERS.getOrDefault(type.getPackageName().substring(BASE.length()), 0) < 8) {
                type.getFields().stream()
                        .filter(field -> field.getModifiers().contains(JavaModifier.STATIC)
                                && !field.getModifiers().contains(JavaModifier.SYNTHETIC))
                        .filter(ArchitectureTests::canChange)
                        .map(JavaField::getFullName)
                        .forEach(found::add);
            }
        }
        assertThat(found).isEmpty();
    }

    private static boolean canChange(JavaField field) {
        JavaClass type = field.getRawType();
        return !field.getModifiers().contains(JavaModifier.FINAL)
                || type.getPackageName().startsWith("java.util.concurrent")
                || type.isAssignableTo(ThreadLocal.class)
                || type.isAssignableTo(BitSet.class)
                || type.isAssignableTo(StringBuilder.class)
                || (type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class)) && !refusesChange(field);
    }

    private static boolean refusesChange(JavaField field) {
        try {
            Field reflected = field.reflect();
            reflected.setAccessible(true);
            String made = reflected.get(null).getClass().getName();
            return made.startsWith("java.util.ImmutableCollections$")
                    || made.startsWith("java.util.Collections$Unmodif");
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
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
                .check(CLASSES);
    }

    @Test
    void onlyCliSeesTheCommandLineLibrary() {
        onlyIn("picocli..", "org.xsplice.cli");
    }

    private static void onlyIn(String library, String... packages) {
        noClasses()
                .that(resideOutsideOfPackages(packages))
                .should()
                .dependOnClassesThat(resideInAPackage(library))
                .check(CLASSES);
    }

    /**
     * What others print would reach a terminal as it is; see docs/architecture.md. StandardOutput is below Output, and Unlinked
     * prints where classes of the program are missing.
     */
    /** {@code text.Formats} is the one place that formats. What takes a locale may be used with it; what guesses one may not. */
    @Test
    void nothingDependsOnTheUsersLanguage() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("org.xsplice.text.Formats")
                .should()
                .callCodeUnitWhere(describe("it takes the user's locale", ArchitectureTests::takesTheLocale))
                .orShould()
                .dependOnClassesThat(describe(
                        "write numbers, dates or orders as the user's language does",
                        c -> c.getPackageName().equals("java.text")
                                || c.getPackageName().startsWith("java.time.format")
                                || c.isEquivalentTo(Formatter.class)
                                || c.isEquivalentTo(Formattable.class)
                                || c.isEquivalentTo(Scanner.class)
                                || c.isEquivalentTo(Calendar.class)
                                || c.isEquivalentTo(Date.class)
                                || c.isEquivalentTo(FileReader.class)
                                || c.isEquivalentTo(FileWriter.class)))
                .check(CLASSES);
    }

    private static boolean takesTheLocale(JavaCall<?> call) {
        JavaClass owner = call.getTargetOwner();
        String name = call.getName();
        List<String> takes = call.getTarget().getRawParameterTypes().stream()
                .map(JavaClass::getSimpleName)
                .toList();
        if (owner.isEquivalentTo(String.class)) {
            return name.equals("format")
                    || name.equals("formatted")
                    || Set.of("toLowerCase", "toUpperCase", "getBytes").contains(name) && takes.isEmpty()
                    || name.equals("<init>")
                            && takes.contains("byte[]")
                            && !takes.contains("Charset")
                            && !takes.contains("String");
        }
        if (owner.isAssignableTo(PrintStream.class) || owner.isAssignableTo(PrintWriter.class)) {
            return name.equals("printf") || name.equals("format");
        }
        if (owner.isEquivalentTo(InputStreamReader.class) || owner.isEquivalentTo(OutputStreamWriter.class)) {
            return name.equals("<init>") && takes.size() == 1;
        }
        return owner.isEquivalentTo(Locale.class)
                        && Set.of("getDefault", "getAvailableLocales").contains(name)
                || owner.isEquivalentTo(TimeZone.class)
                || owner.isAssignableTo(ZoneId.class) && name.equals("systemDefault")
                || owner.isEquivalentTo(Charset.class) && name.equals("defaultCharset");
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
                .check(CLASSES);
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
                .check(CLASSES);
    }

    @Test
    void onlyCliEndsTheProcess() {
        noClasses()
                .that(resideOutsideOfPackages("org.xsplice.cli"))
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(CLASSES);
    }

    @Test
    void nothingBelowTheToolsDependsOnTheHost() {
        noClasses()
                .that(describe(
                        "are below layer 6",
                        (JavaClass c) -> LAYERS.getOrDefault(c.getPackageName().substring(BASE.length()), 0) < 6))
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .dependOnClassesThat(describe(
                        "are random, threaded or unordered",
                        c -> c.isEquivalentTo(java.util.Random.class)
                                || c.isEquivalentTo(java.util.HashMap.class)
                                || c.isEquivalentTo(java.util.HashSet.class)
                                || c.isEquivalentTo(Thread.class)
                                || c.getPackageName().startsWith("java.util.concurrent")
                                || c.getPackageName().equals("java.time")))
                .check(CLASSES);
    }
}
