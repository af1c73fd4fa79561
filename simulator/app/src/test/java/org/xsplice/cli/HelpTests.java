// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xsplice.support.Fixtures;
import picocli.CommandLine;

/** Every command says in the same way how it is used. */
class HelpTests {
    private static Map<String, CommandLine> commands() {
        StringWriter nowhere = new StringWriter();
        return new TreeMap<>(
                new Program(Output.of(nowhere, nowhere)).commandLine().getSubcommands());
    }

    static Stream<String> names() {
        return commands().keySet().stream();
    }

    @Test
    void thereAreAllCommands() {
        assertThat(names())
                .containsExactly(
                        "compare",
                        "conformance",
                        "doctor",
                        "explore",
                        "fuzz",
                        "help",
                        "image",
                        "inspect",
                        "real",
                        "run",
                        "sweep");
    }

    @ParameterizedTest
    @MethodSource("names")
    void isAskedForInThreeWays(String command) {
        Ran help = Ran.of("help", command);
        assertThat(help.code()).isEqualTo(ExitCode.OK);
        assertThat(help.err()).isEmpty();
        assertThat(help.out()).startsWith("Usage: xsplice " + command + " ");
        assertThat(Ran.of(command, "--help")).isEqualTo(help);
        assertThat(Ran.of(command, "-h")).isEqualTo(help);
    }

    @ParameterizedTest
    @MethodSource("names")
    void hasAnExampleAndTheExitCodes(String command) {
        List<String> lines = Ran.of("help", command).out().lines().toList();
        assertThat(lines).allMatch(line -> line.length() <= 80).contains("Example:");
        assertThat(lines).anyMatch(line -> line.startsWith("Exit code: 0"));
        List<String> examples =
                lines.stream().filter(line -> line.startsWith("  ./xsplice ")).toList();
        assertThat(examples).isNotEmpty().allMatch(line -> line.startsWith("  ./xsplice " + command));
        for (String example : examples) {
            String[] words = example.strip().substring("./xsplice ".length()).split(" ");
            new Program(Output.of(new StringWriter(), new StringWriter()))
                    .commandLine()
                    .parseArgs(words);
            assertThat(Stream.of(words).filter(word -> word.startsWith("fixtures/")))
                    .allMatch(file -> Files.exists(Fixtures.path("..").resolve(file)));
        }
    }

    @Test
    void ofTheWholeNamesEveryCommand() {
        Ran help = Ran.of("--help");
        assertThat(help.code()).isEqualTo(ExitCode.OK);
        assertThat(names()).allSatisfy(command -> assertThat(help.out()).containsPattern("\n  " + command + " +\\w"));
        assertThat(Ran.of("-h")).isEqualTo(help);
        assertThat(Ran.of("help")).isEqualTo(help);
        assertThat(help.out()).contains("Example", "Exit code: 0").doesNotContain("\u001b");
        assertThat(help.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void isAnErrorWhereThereIsNoCommand() {
        Ran nothing = Ran.of();
        assertThat(nothing.code()).isEqualTo(ExitCode.USAGE);
        assertThat(nothing.out()).isEmpty();
        assertThat(nothing.err()).isEqualTo(Ran.of("--help").out());
    }

    @ParameterizedTest
    @MethodSource("names")
    void errorsPointAtIt(String command) {
        Ran option = Ran.of(command, "--hepl");
        assertThat(option.code()).isEqualTo(ExitCode.USAGE);
        assertThat(option.out()).isEmpty();
        assertThat(option.err())
                .isEqualTo("xsplice: " + command + " has no option --hepl; did you mean --help?\nTry: xsplice "
                        + command + " --help\n");
        String wrong = command.substring(0, 1) + command.substring(2);
        String near =
                "xsplice: there is no command \"" + wrong + "\"; did you mean " + command + "?\nTry: xsplice --help\n";
        assertThat(Ran.of(wrong)).isEqualTo(new Ran(ExitCode.USAGE, "", near));
        assertThat(Ran.of("help", wrong)).isEqualTo(new Ran(ExitCode.USAGE, "", near));
    }

    @Test
    void wordsThatAreLikeNothingLeadToNothing() {
        assertThat(Ran.of("abcdefghij").err())
                .isEqualTo("xsplice: there is no command \"abcdefghij\"\nTry: xsplice --help\n");
        assertThat(Ran.of("doctor", "x").err())
                .isEqualTo("xsplice: doctor takes no \"x\" here\nTry: xsplice doctor --help\n");
    }
}
