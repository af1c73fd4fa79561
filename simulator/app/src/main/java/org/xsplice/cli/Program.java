// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.xsplice.text.NearMiss;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line as a whole. */
@Command(
        name = "xsplice",
        description = "Tries live patches for the Xen hypervisor on an emulated machine.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Example:",
            "  ./xsplice run fixtures/scenarios/hello-bye.yaml",
            "  ./xsplice help run",
            "",
            "Exit code: 0 as expected; 1 an expectation failed; 2 bad usage or input, or",
            "output that cannot be written; 3 the hypervisor died unexpectedly; 4 an",
            "engine, a tool, memory or another thing of the machine is missing."
        })
final class Program implements Callable<Integer> {
    private final Output output;
    private final StandardInput input;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "prints this help and exits")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "prints the version and ends")
    private boolean version;

    @Spec
    private CommandSpec spec;

    Program(Output output) {
        this(output, new StandardInput());
    }

    Program(Output output, StandardInput input) {
        this.output = output;
        this.input = input;
    }

    /** Carries a command line out and returns the exit code. */
    int run(String... arguments) {
        return run(commandLine(), List.of(arguments));
    }

    /** Carries a command line out on {@link #commandLine}, which can be used again. */
    int run(CommandLine commands, List<String> arguments) {
        try {
            return commands.setParameterExceptionHandler((e, line) -> badUsage(e))
                    .setExecutionExceptionHandler((e, failed, line) -> Failure.report(output, e, arguments))
                    .execute(arguments.toArray(String[]::new));
        } catch (StackOverflowError | OutOfMemoryError | AssertionError e) {
            return Failure.report(output, e, arguments);
        }
    }

    /** Returns all commands. */
    CommandLine commandLine() {
        return new CommandLine(this)
                .addSubcommand(new Run(output, input))
                .addSubcommand(new InspectCommand(output))
                .addSubcommand(new ImageCommand(output))
                .addSubcommand(new ExploreCommand(output))
                .addSubcommand(new SweepCommand(output))
                .addSubcommand(new Conform(output))
                .addSubcommand(new Real(output))
                .addSubcommand(new FuzzCommand(output))
                .addSubcommand(new CompareCommand(output))
                .addSubcommand(new Doctor(output))
                .addSubcommand(new HelpCommand(output))
                .registerConverter(Path.class, new PathName())
                .setOut(output.out())
                .setErr(output.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    }

    /** Without a command, nothing is done: how to give one is an error's text then. */
    @Override
    public Integer call() {
        spec.commandLine().usage(output.err());
        return ExitCode.USAGE;
    }

    private int badUsage(ParameterException e) {
        // What is not known comes before what is missing: it was probably meant for that.
        List<String> unknown = e.getCommandLine().getUnmatchedArguments();
        output.error(unknown.isEmpty() ? e.getMessage() : unknown(e.getCommandLine(), unknown.get(0)));
        output.err().println("Try: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    private static String unknown(CommandLine line, String word) {
        CommandSpec command = line.getCommandSpec();
        if (!word.startsWith("-")) {
            return command.parent() == null
                    ? HelpCommand.unknown(line, word)
                    : command.name() + " takes no \"" + word + "\" here";
        }
        String option = word.replaceFirst("=.*", "");
        String near = NearMiss.of(option, command.optionsMap().keySet());
        return command.name() + " has no option " + option + (near.isEmpty() ? "" : "; did you mean " + near + "?");
    }
}
