// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line as a whole. */
@Command(
        name = "xsplice",
        description = "Live patches for the Xen hypervisor, tried on an emulated machine.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Exit status: 0 as expected; 1 an expectation failed; 2 bad usage or input;",
            "3 the hypervisor died where no death was expected; 4 an engine or tool is",
            "missing."
        })
final class Program implements Runnable {
    private final Output output;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "prints this and ends")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "prints the version and ends")
    private boolean version;

    @Spec
    private CommandSpec spec;

    Program(Output output) {
        this.output = output;
    }

    /** Carries a command line out and returns the exit code. */
    int run(String... arguments) {
        try {
            return new CommandLine(this)
                    .addSubcommand(new Run(output))
                    .addSubcommand(new InspectCommand(output))
                    .addSubcommand(new ExploreCommand(output))
                    .addSubcommand(new SweepCommand(output))
                    .addSubcommand(new Conform(output))
                    .addSubcommand(new Real(output))
                    .addSubcommand(new FuzzCommand(output))
                    .addSubcommand(new CompareCommand(output))
                    .addSubcommand(new Doctor(output))
                    .addSubcommand(new CommandLine.HelpCommand())
                    .setOut(output.out())
                    .setErr(output.err())
                    .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                    .setParameterExceptionHandler((e, line) -> badUsage(e))
                    .setExecutionExceptionHandler((e, failed, line) -> Failure.report(output, e, List.of(arguments)))
                    .execute(arguments);
        } catch (StackOverflowError | OutOfMemoryError | AssertionError e) {
            return Failure.report(output, e, List.of(arguments));
        }
    }

    /** Without a command: the same as {@code --help}. */
    @Override
    public void run() {
        spec.commandLine().usage(output.out());
    }

    private int badUsage(ParameterException e) {
        PrintWriter err = output.err();
        if (e instanceof UnmatchedArgumentException unmatched) {
            output.error("\"" + unmatched.getUnmatched().get(0) + "\" is no command, option or argument here.");
            if (UnmatchedArgumentException.printSuggestions(e, err)) {
                return ExitCode.USAGE;
            }
        } else {
            output.error(e.getMessage());
        }
        err.println("Try: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }
}
