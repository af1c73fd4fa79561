// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xsplice.engine.MissingEngineException;
import org.xsplice.hypervisor.ImageException;
import org.xsplice.plane.xen.UnknownBuildException;
import org.xsplice.scenario.ScenarioException;
import org.xsplice.text.Visible;
import org.xsplice.time.TimeIsOverException;

/** What the program says, and how it ends, when a command could not be carried through. */
final class Failure {
    private Failure() {}

    /**
     * Prints an error.
     *
     * @param arguments that led to it
     * @return the exit code
     */
    static int report(Output output, Throwable error, List<String> arguments) {
        if (ExhaustedMachine.causes(error)) {
            output.error(ExhaustedMachine.message(error));
            return ExitCode.MISSING;
        }
        if (error instanceof ScenarioException scenario) {
            scenario.errors().forEach(each -> output.err().println(Visible.line(each.toString())));
            return ExitCode.USAGE;
        }
        if (error instanceof InvalidPathException name) {
            output.error(PathName.problem(name));
            return ExitCode.USAGE;
        }
        if (error instanceof InputFileException || error instanceof OutputFileException) {
            output.error(error.getMessage());
            return ExitCode.USAGE;
        }
        if (error instanceof ImageException || error instanceof UnknownBuildException) {
            output.error(error.getMessage());
            return ExitCode.USAGE;
        }
        if (error instanceof MissingEngineException || error instanceof TimeIsOverException) {
            output.error(error.getMessage());
            return ExitCode.MISSING;
        }
        if (error instanceof SimulatorBug bug) {
            return bug.getCause() instanceof InvalidPathException
                    ? report(output, bug.getCause(), arguments)
                    : bug(output, bug.getCause(), bug.replay());
        }
        if (error instanceof OutOfMemoryError) {
            long heap = Runtime.getRuntime().maxMemory() >> 20;
            output.error("the Java machine's heap of " + heap + " MiB is too small for this. With a larger one:");
            output.err().println("XSPLICE_JAVA_OPTS=-Xmx" + 4 * heap + "m " + command(arguments));
            return ExitCode.USAGE;
        }
        return bug(output, error, arguments);
    }

    private static int bug(Output output, Throwable error, List<String> replay) {
        output.error("this is a bug in the simulator: " + error);
        output.err().println("To see it again: " + command(replay));
        if (System.getenv("XSPLICE_DEBUG") == null) {
            output.err().println("With XSPLICE_DEBUG=1 it also prints the stack trace.");
        } else {
            error.printStackTrace(output.err());
        }
        return ExitCode.DIFFERENT;
    }

    private static String command(List<String> arguments) {
        return Stream.concat(Stream.of("./xsplice"), arguments.stream().map(Failure::quoted))
                .collect(Collectors.joining(" "));
    }

    /** Writes an argument so that a shell takes it as one. */
    private static String quoted(String argument) {
        boolean plain = !argument.isEmpty()
                && argument.chars().allMatch(c -> Character.isLetterOrDigit(c) || "-_./=,:@%+".indexOf(c) >= 0);
        return plain ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
