// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.xsplice.text.Formats.format;

import org.xsplice.event.Event;
import org.xsplice.event.EventData;
import org.xsplice.explore.Properties;
import org.xsplice.explore.Replay;
import org.xsplice.explore.Violation;
import org.xsplice.orders.Choice;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.print.Transcript;
import org.xsplice.time.TimeLimit;

/** Replays the order of events that a scenario gives, and prints it. */
final class ReplayTranscript {
    private final Output output;
    private final boolean quiet;
    private final TimeLimit limit;
    private Replay.Taken first;
    private Replay.Taken last;
    private boolean beyond;

    ReplayTranscript(Output output, boolean quiet, TimeLimit limit) {
        this.output = output;
        this.limit = limit;
        this.quiet = quiet;
    }

    /** Replays it, and prints each choice and what came of it. */
    Replay.Result run(Scenario scenario) {
        if (!quiet) {
            Transcript transcript =
                    new Transcript(output.style(), Transcript.Detail.STEPS, output.width(), output::line);
            transcript.header(scenario);
            output.line("");
        }
        Replay.Result result = Replay.run(scenario, this::taken);
        flush();
        return result;
    }

    /** Prints how it ended, and returns the exit code. */
    int verdict(Replay.Result result) {
        if (!quiet) {
            output.line("");
        }
        if (result.violation().isPresent()) {
            violated(output, result.violation().get());
            output.line("  At this moment:");
            result.scene().forEach(line -> output.line("    " + line));
            return ExitCode.DIFFERENT;
        }
        output.line(format("no property is violated after %d choices", result.taken()));
        return ExitCode.OK;
    }

    /** Prints which property does not hold. */
    static void violated(Output output, Violation violation) {
        output.line("VIOLATED  " + violation.property());
        output.wrapped("  ", violation.what());
        String meaning = Properties.meaningOf(violation.property());
        if (!meaning.isEmpty()) {
            output.wrapped("  ", "What must hold: " + meaning + ".");
        }
    }

    private void taken(Replay.Taken taken) {
        if (limit.over()) {
            flush();
            limit.check("the choice that was taken last is number " + taken.number());
        }
        if (quiet) {
            return;
        }
        boolean goesOn = first != null
                && first.choice().equals(taken.choice())
                && taken.given() == first.given()
                && taken.choice().kind() == Choice.Kind.CPU
                && last.events().isEmpty();
        if (!goesOn) {
            flush();
            first = taken;
        }
        last = taken;
        if (!taken.given() && !beyond) {
            beyond = true;
            output.line("       (the choices end here; from now on whatever can come does, in turn)");
        }
    }

    /** Prints the choices that belong together. */
    private void flush() {
        if (first == null) {
            return;
        }
        if (!first.note().isEmpty()) {
            output.line("");
            output.wrapped("# ", first.note());
        }
        int times = last.number() - first.number() + 1;
        output.line(format(
                "%5d  %-10s %s", first.number(), first.choice() + (times == 1 ? "" : "*" + times), last.where()));
        last.events().forEach(this::event);
        first = null;
    }

    private void event(Event event) {
        if (event.data() instanceof EventData.ConsoleLine console) {
            output.wrapped("                   ", "(XEN) " + console.line());
        }
    }
}
