// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.print;

import static org.xsplice.text.Formats.format;

import java.util.List;
import java.util.Optional;
import org.xsplice.client.ToolResult;
import org.xsplice.errno.Errno;
import org.xsplice.event.Event;
import org.xsplice.event.EventData;
import org.xsplice.event.EventLine;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.PayloadStatus;
import org.xsplice.plane.both.Disagreement;
import org.xsplice.profile.Profile;
import org.xsplice.scenario.expect.DiffLine;
import org.xsplice.scenario.expect.ExpectationResult;
import org.xsplice.scenario.expect.ToolStream;
import org.xsplice.scenario.run.StepResult;
import org.xsplice.scenario.step.ListPayloads;
import org.xsplice.scenario.step.Nmi;
import org.xsplice.scenario.step.ReturnValue;
import org.xsplice.text.NearMiss;
import org.xsplice.text.Paint;
import org.xsplice.text.PaintedLine;
import org.xsplice.text.Paper;
import org.xsplice.text.Wrap;

/** Writes one step: the command, what the hypervisor said, what changed, and what was not as expected. */
final class StepWriter {
    private static final String INDENT = "  ";
    private static final String HANGING = "        ";

    private final Paper paper;
    private final StepResult result;
    private final Lateness lateness;
    private final List<String> console;
    /** The last operation that the hypervisor was asked for, and whether it was asked to change anything so far. */
    private String operation = "";

    private boolean acted;

    /**
     * @param lateness knows what CPUs did before this step
     */
    StepWriter(Paper paper, StepResult result, Lateness lateness) {
        this.paper = paper;
        this.result = result;
        this.lateness = lateness;
        console = result.events().stream()
                .map(Event::data)
                .filter(EventData.ConsoleLine.class::isInstance)
                .map(data -> ((EventData.ConsoleLine) data).line())
                .toList();
    }

    void write(boolean everyEvent) {
        if (!result.step().note().isEmpty()) {
            paper.wrapped(Paint.DIM, "# ", "# ", result.step().note());
        }
        if (!result.step().operation().looksOnly()) {
            command();
        }
        result.reply().tool().ifPresent(this::output);
        for (Event event : result.events()) {
            lateness.takeIn(event);
            told(event);
        }
        nearMiss().ifPresent(near -> paper.wrapped(Paint.YELLOW, INDENT, HANGING, "mend: did you mean " + near + "?"));
        result.reply().returned().ifPresent(this::returned);
        result.changes().forEach(change -> paper.lines(FunctionChangeWriter.lines(paper.style(), change)));
        if (result.payloadsChanged() || result.step().operation() instanceof ListPayloads) {
            paper.lines(PayloadTable.lines(result.payloads()));
        }
        if (everyEvent) {
            result.events().forEach(this::event);
        }
        result.disagreement().ifPresent(this::disagreed);
        result.checks().stream().filter(check -> !check.met()).forEach(this::missed);
    }

    private void command() {
        List<String> lines =
                Wrap.at(paper.width(), "$ ", HANGING, result.step().operation().commandLine());
        String last = lines.get(lines.size() - 1);
        paper.lines(lines.subList(0, lines.size() - 1).stream()
                .map(line -> PaintedLine.of(Paint.BOLD, line))
                .toList());
        Result told = Result.of(result);
        Paint paint = told.done() ? Paint.GREEN : told.expected() ? Paint.YELLOW : Paint.RED;
        if (told.text().isEmpty()) {
            paper.line(Paint.BOLD, last);
        } else if (last.length() + INDENT.length() + told.text().length() <= paper.width()) {
            paper.line(PaintedLine.of(Paint.BOLD, last).and(INDENT).and(paint, told.text()));
        } else {
            paper.line(Paint.BOLD, last);
            paper.line(PaintedLine.of(INDENT).and(paint, told.text()));
        }
    }

    private void output(ToolResult tool) {
        ToolStream.STDOUT.lines(tool).forEach(line -> paper.wrapped(INDENT, HANGING, line));
        ToolStream.STDERR.lines(tool).forEach(line -> paper.wrapped(Paint.YELLOW, INDENT, HANGING, line));
        if (tool instanceof ToolResult.Exited exited && exited.nameRefused()) {
            paper.wrapped(
                    Paint.YELLOW,
                    INDENT,
                    HANGING,
                    format(
                            "why:  the name has %d characters, and its NUL does not fit any more (libxc, which asks the "
                                    + "hypervisor nothing)",
                            Profile.NAME_SIZE));
            paper.wrapped(
                    Paint.YELLOW,
                    INDENT,
                    HANGING,
                    format(
                            "mend: use a name, for load a file name before its dot, of at most %d characters",
                            Profile.NAME_SIZE - 1));
        }
    }

    private void told(Event event) {
        EventData data = event.data();
        if (data instanceof EventData.ConsoleLine line) {
            paper.wrapped(Paint.CYAN, INDENT, HANGING, "(XEN) " + line.line());
        } else if (data instanceof EventData.Remark remark) {
            paper.wrapped(Paint.DIM, INDENT, HANGING, "(xsplice) " + remark.text());
        } else if (data instanceof EventData.InterruptLost && result.step().operation() instanceof Nmi) {
            paper.wrapped(
                    Paint.DIM,
                    INDENT,
                    HANGING,
                    "(xsplice) the NMI is lost, since NMIs are masked while CPUs are gathered");
        } else if (data instanceof EventData.StrictRefused refused) {
            String place =
                    refused.fileOffset() < 0 ? "" : ", at 0x" + Long.toHexString(refused.fileOffset()) + " of the file";
            paper.wrapped(
                    Paint.YELLOW,
                    INDENT,
                    HANGING,
                    "strict: " + refused.why() + " (quirk " + refused.quirk() + place + ")");
            paper.wrapped(Paint.YELLOW, INDENT, HANGING, "harm:   " + refused.harm());
            paper.wrapped(Paint.YELLOW, INDENT, HANGING, "mend:   " + refused.mend());
        } else if (data instanceof EventData.RendezvousTimedOut timedOut) {
            String margin = "why:  ";
            for (String line : lateness.why(timedOut, event.time())) {
                paper.wrapped(Paint.YELLOW, INDENT + margin, HANGING + INDENT, line);
                margin = " ".repeat(margin.length());
            }
            paper.wrapped(Paint.YELLOW, INDENT, HANGING, "mend: " + lateness.mend(timedOut, event.time()));
        } else if (data instanceof EventData.OperationStarted started) {
            operation = started.operation();
            acted |= !operation.equals(EventData.OperationStarted.GET);
        } else if (data instanceof EventData.CheckFailed failed && !looksBack()) {
            String place =
                    failed.fileOffset() < 0 ? "" : ", at 0x" + Long.toHexString(failed.fileOffset()) + " of the file";
            boolean saidAlready = console.stream().anyMatch(line -> line.endsWith(failed.why()));
            if (!failed.cause().isEmpty()) {
                paper.wrapped(Paint.YELLOW, INDENT, HANGING, "cause: " + failed.cause());
            }
            String why = saidAlready
                    ? "refused by " + failed.function() + place
                    : failed.why() + " (" + failed.function() + place + ")";
            paper.wrapped(Paint.YELLOW, INDENT, HANGING, "why:  " + why);
            paper.wrapped(Paint.YELLOW, INDENT, HANGING, "mend: " + failed.mend());
        }
    }

    /** Returns which payload was meant by a name that is not loaded, where it has not been said yet: Xen's own code does not say it. */
    private Optional<String> nearMiss() {
        boolean explained = result.events().stream().anyMatch(e -> e.data() instanceof EventData.CheckFailed);
        boolean unknown = result.reply().outcome() instanceof Outcome.Returned returned
                && returned.rc() == Errno.ENOENT.rc()
                && result.reply().obstacle().isEmpty();
        if (explained || !unknown) {
            return Optional.empty();
        }
        List<String> loaded =
                result.payloads().stream().map(PayloadStatus::name).toList();
        return result.step()
                .operation()
                .payload()
                .map(name -> NearMiss.of(name, loaded))
                .filter(near -> !near.isEmpty());
    }

    /** Returns whether the client asks for the result of its work; a payload that is gone is not refused then. */
    private boolean looksBack() {
        return operation.equals(EventData.OperationStarted.GET) && acted;
    }

    private void returned(ReturnValue value) {
        if (!(value instanceof ReturnValue.Nothing)) {
            paper.wrapped(Paint.BOLD, INDENT, HANGING, result.step().operation().title() + " = " + value.text());
        }
    }

    private void event(Event event) {
        paper.line(Paint.DIM, EventLine.of(event));
    }

    private void disagreed(Disagreement disagreement) {
        paper.wrapped(
                Paint.RED,
                INDENT,
                HANGING,
                "THE PLANES DISAGREE on " + disagreement.operation() + ": " + disagreement.field());
        paper.wrapped(Paint.RED, "    ", HANGING, "model  " + disagreement.model());
        paper.wrapped(Paint.GREEN, "    ", HANGING, "xen    " + disagreement.xen());
        paper.wrapped(Paint.YELLOW, "    ", HANGING, "cause  " + disagreement.cause());
    }

    private void missed(ExpectationResult check) {
        paper.wrapped(Paint.RED, INDENT, HANGING, "FAILED " + check.place() + ": " + check.subject());
        boolean lines = check.diff().size() > 2;
        if (lines) {
            paper.line("    (- expected, + actual)");
        }
        for (DiffLine line : check.diff()) {
            switch (line.kind()) {
                case BOTH -> paper.wrapped("    ", HANGING, line.toString());
                case EXPECTED ->
                    paper.wrapped(Paint.RED, "    ", HANGING, lines ? line.toString() : "expected  " + line.text());
                case ACTUAL ->
                    paper.wrapped(Paint.GREEN, "    ", HANGING, lines ? line.toString() : "actual    " + line.text());
            }
        }
    }
}
