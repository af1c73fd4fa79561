// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.support.Fixtures;

/** The launcher where the machine does not let the program run, or a part of it is damaged. */
class LauncherTroubleTests extends LauncherCheckout {
    /** From where Java does not start to where the engine gets no memory. */
    @ParameterizedTest
    @ValueSource(ints = {500_000, 1_000_000, 1_500_000, 2_000_000, 2_500_000})
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

    private Ended limited(String limit, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit " + limit + " && exec \"$@\"", "sh"));
        command.add(home.resolve("xsplice").toString());
        command.addAll(List.of(arguments));
        return end(start(command));
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
}
