// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.util.Optional;
import org.xsplice.time.Duration;
import org.xsplice.time.TimeIsOverException;
import org.xsplice.time.TimeLimit;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --time-limit} of commands that may take long. */
final class TimeLimitOption {
    @Option(
            names = "--time-limit",
            paramLabel = "DURATION",
            description = "ends after so much time on your clock, such as 90s, says how far it came, and exits with 4")
    private String duration;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /**
     * Begins to count.
     *
     * @throws ParameterException if what was given is no time
     */
    TimeLimit begin() {
        return duration == null ? TimeLimit.NONE : new TimeLimit(Optional.of(allowed()), System::nanoTime);
    }

    private Duration allowed() {
        return Duration.parse(duration)
                .filter(given -> given.nanos() > 0)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--time-limit must be a duration such as 90s or 500ms, not " + duration));
    }

    /** Says that the time is over, and returns the exit code. */
    static int over(Output output, TimeLimit limit, String where) {
        output.error(TimeIsOverException.message(limit.allowed().orElseThrow(), where));
        return ExitCode.MISSING;
    }
}
