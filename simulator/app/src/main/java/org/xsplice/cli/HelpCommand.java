// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.util.concurrent.Callable;
import org.xsplice.text.NearMiss;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code xsplice help}: the same as {@code --help} after a command. */
@Command(
        name = "help",
        description = "Prints how a command is used; without one, which commands there are.",
        footer = {"", "Example:", "  ./xsplice help run", "", "Exit code: 0; 2 there is no such command."})
final class HelpCommand implements Callable<Integer> {
    private final Output output;

    @Parameters(paramLabel = "COMMAND", arity = "0..1", description = "a command")
    private String command;

    @Spec
    private CommandSpec spec;

    HelpCommand(Output output) {
        this.output = output;
    }

    @Override
    public Integer call() {
        CommandLine program = spec.parent().commandLine();
        if (command == null) {
            program.usage(output.out());
            return ExitCode.OK;
        }
        CommandLine wanted = program.getSubcommands().get(command);
        if (wanted == null) {
            throw new ParameterException(program, unknown(program, command));
        }
        wanted.usage(output.out());
        return ExitCode.OK;
    }

    /** Says that there is no such command, and which one was probably meant. */
    static String unknown(CommandLine program, String word) {
        String near = NearMiss.of(word, program.getSubcommands().keySet());
        return "there is no command \"" + word + "\"" + (near.isEmpty() ? "" : "; did you mean " + near + "?");
    }
}
