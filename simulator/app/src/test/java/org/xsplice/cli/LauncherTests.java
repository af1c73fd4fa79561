// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.support.Fixtures;

/**
 * The launcher, and how it builds, in a checkout of its own. Java and Maven are scripts there that say how they were
 * called, but where a test is about what the program does.
 */
class LauncherTests {
    private static final String SAY = """
            #!/bin/sh
            echo "LC_ALL=${LC_ALL-none} COLUMNS=${COLUMNS-none} ARGS=$*"
            """;
    private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new TreeMap<>();
    private Path home;
    private Path program;
    private Path log;

    private record Ended(int code, String out, String err) {}

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

    private void source(String name) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        for (Path old = file; !old.equals(home); old = old.getParent()) {
            Files.setLastModifiedTime(old, FileTime.from(THEN));
        }
    }

    private static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private void built() throws IOException {
        Files.createDirectories(program);
        Files.writeString(program.resolve("xsplice.jar"), "");
        Files.writeString(program.resolve("built"), "");
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(home.resolve("xsplice").toString()));
        command.addAll(List.of(arguments));
        return start(command);
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private static Ended end(Process process) throws IOException, InterruptedException {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out, err);
    }

    private List<String> builds() throws IOException {
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

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

    /** The program itself, as a jar that leads to the classes under test. */
    private void realProgram() throws IOException {
        realProgram(Main.class);
    }

    private void realProgram(Class<?> main) throws IOException {
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

    private Ended limited(String limit, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit " + limit + " && exec \"$@\"", "sh"));
        command.add(home.resolve("xsplice").toString());
        command.addAll(List.of(arguments));
        return end(start(command));
    }

    /** From where Java does not start to where the engine gets no memory. */
    @ParameterizedTest
    @ValueSource(ints = {500_000, 1_000_000, 1_500_000, 2_000_000, 3_000_000, 4_000_000})
    void tooLittleMemoryIsNoVerdict(int kib) throws IOException, InterruptedException {
        realProgram();
        String scenario = Fixtures.path("scenarios/hello-bye.yaml").toString();
        Ended ended = limited("-v " + kib, "run", "--quiet", scenario);
        assertThat(ended.code()).as(ended.err()).isEqualTo(ExitCode.MISSING);
        assertThat(ended.err()).contains("memory", "ulimit -v").doesNotContain("\tat ", "apt-get", "Exception", "bug");
        assertThat(ended.out()).doesNotContain("passed");
    }

    /** Where memory is limited, but enough, codes are what they are elsewhere. */
    @Test
    void aLimitThatIsEnoughChangesNothing() throws IOException, InterruptedException {
        realProgram();
        Path bad = Files.writeString(folder.resolve("bad.yaml"), "version: 1\nsteps: [{apply: nobody}]\n");
        String good = Fixtures.path("scenarios/hello-bye.yaml").toString();
        for (String limit : List.of("-v unlimited", "-v 30000000")) {
            Ended failed = limited(limit, "run", "--quiet", bad.toString());
            assertThat(failed.code()).as(failed.err()).isEqualTo(ExitCode.DIFFERENT);
            assertThat(failed.err()).isEmpty();
            assertThat(limited(limit, "run", "--quiet", good).code()).isEqualTo(ExitCode.OK);
            assertThat(limited(limit, "run").code()).isEqualTo(ExitCode.USAGE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 14, 16, 31})
    void tooFewFilesAreNoVerdict(int files) throws IOException, InterruptedException {
        built();
        assertThat(limited("-n " + files, "run"))
                .isEqualTo(new Ended(
                        ExitCode.MISSING,
                        "",
                        "xsplice: only " + files
                                + " files may be open at once (ulimit -n); xsplice needs 32. Try: ulimit -n 256\n"));
        assertThat(limited("-n 32", "run").code()).isZero();
    }

    @Test
    void flagsThatJavaDoesNotKnowAreNoVerdict() throws IOException, InterruptedException {
        realProgram();
        environment.put("XSPLICE_JAVA_OPTS", "-Xnone");
        Ended ended = end(start("--version"));
        assertThat(ended.code()).isEqualTo(ExitCode.MISSING);
        assertThat(ended.err())
                .endsWith(
                        "\nxsplice: Java cannot run with XSPLICE_JAVA_OPTS='-Xnone'; see above. Correct it, or unset it.\n");
        environment.put("XSPLICE_JAVA_OPTS", "-Xmx200m");
        assertThat(end(start("--version")).code()).isZero();
        assertThat(end(start("none")).code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aJarThatWasCutShortIsBuiltAgain() throws IOException, InterruptedException {
        built();
        Files.writeString(program.resolve("xsplice.jar"), "cut sho");
        Files.writeString(program.resolve("built"), "9 9\n");
        Ended ended = end(start("run"));
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.err())
                .startsWith("xsplice: " + program.toRealPath() + "/xsplice.jar is damaged; running make build in ");
        assertThat(builds()).hasSize(1);
        assertThat(end(start("run")).err()).as("the second time").isEmpty();
        environment.put("MVN", folder.resolve("no-such-maven").toString());
        Files.writeString(program.resolve("xsplice.jar"), "cut");
        assertThat(end(start("run")).code()).as("where it cannot be built").isEqualTo(ExitCode.MISSING);
    }

    /** A jar that the program needs beside its own. */
    @Test
    void aDamagedLibraryIsNoVerdict() throws IOException, InterruptedException {
        realProgram();
        Path main = folder.resolve("classes/org/xsplice/cli");
        Files.createDirectories(main);
        Path classes = Path.of(Main.class.getResource("Main.class").getPath()).getParent();
        for (String name : List.of("Main", "Unlinked", "ExhaustedMachine", "ExitCode", "StandardOutput")) {
            Files.copy(classes.resolve(name + ".class"), main.resolve(name + ".class"));
        }
        Ended ended = end(start(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                folder.resolve("classes").toString(),
                Main.class.getName())));
        assertThat(ended.code()).as(ended.err()).isEqualTo(ExitCode.MISSING);
        assertThat(ended.err())
                .startsWith("xsplice: a jar of the program is damaged (java.lang.NoClassDefFoundError: ")
                .endsWith("). Run `make build` in the project's folder.\n")
                .hasLineCount(1);
    }

    @Test
    void anEngineThatWasCutShortIsNeverLoaded() throws IOException, InterruptedException {
        realProgram();
        Path engine = home.resolve(".engines/libunicorn.so.2");
        assumeTrue(Files.exists(engine), "the engines are Debian's");
        byte[] part = Arrays.copyOf(Files.readAllBytes(engine), 1_000_000);
        Files.delete(engine);
        Files.write(engine, part);
        Ended ended = end(start("run", Fixtures.path("scenarios/hello-bye.yaml").toString()));
        assertThat(ended.code()).isEqualTo(ExitCode.MISSING);
        assertThat(ended.err())
                .startsWith("xsplice: Unicorn at ")
                .contains("/libunicorn.so.2 is damaged: ")
                .endsWith(" Run `make engines` in the project's folder.\n");
        assertThat(end(start("doctor")).code()).isEqualTo(ExitCode.MISSING);
    }

    /** Makes the Java machine crash. */
    static final class Crash {
        private Crash() {}

        public static void main(String[] arguments) throws ReflectiveOperationException {
            Class<?> type = Class.forName("sun.misc.Unsafe");
            Field field = type.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            type.getMethod("putAddress", long.class, long.class).invoke(field.get(null), 0L, 0L);
        }
    }

    @Test
    void whatJavaSaysOfACrashGoesToTheTemporaryFolder() throws IOException, InterruptedException {
        realProgram(Crash.class);
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        environment.put("TMPDIR", temporary.toString());
        Ended ended = end(start("run"));
        assertThat(ended.code()).as(ended.err()).isGreaterThan(128);
        try (Stream<Path> files = Files.list(temporary)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .singleElement()
                    .asString()
                    .startsWith("xsplice-hs_err_");
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("hs_err"));
        }
    }

    private Path unusualScenario() throws IOException {
        Path payload = folder.resolve("Flicken-\u00e4\u2603.livepatch");
        Files.copy(Fixtures.path("payloads/plain/xen_hello_world.livepatch"), payload);
        return Files.writeString(
                folder.resolve("Gr\u00fc\u00dfe \u65e5\u672c.yaml"),
                "version: 1\ntitle: Gr\u00fc\u00dfe \u65e5\u672c\nsteps:\n  - upload: {name: hello, file: "
                        + payload.getFileName() + "}\n");
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
}
