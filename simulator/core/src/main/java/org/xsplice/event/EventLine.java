// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.event;

import java.util.List;
import java.util.function.BiConsumer;

/**
 * An event as one line of text: when, on which CPU, what, and the fields of that kind as {@code name=value}. The format is
 * stable and the same on every machine; docs/traces.md describes it.
 */
public final class EventLine {
    /** How each kind is called, and what is said of it. */
    static final List<Form<?>> FORMS = List.of(
            new Form<>(EventData.ConsoleLine.class, "console", (f, e) -> f.text("line", e.line())),
            new Form<>(EventData.Remark.class, "remark", (f, e) -> f.text("text", e.text())),
            new Form<>(
                    EventData.OperationStarted.class,
                    "operation-started",
                    (f, e) -> f.word("operation", e.operation()).text("payload", e.payload())),
            new Form<>(
                    EventData.OperationEnded.class,
                    "operation-ended",
                    (f, e) -> f.word("operation", e.operation())
                            .text("payload", e.payload())
                            .number("rc", e.rc())),
            new Form<>(
                    EventData.CheckFailed.class,
                    "check-failed",
                    (f, e) -> f.word("check", e.check())
                            .word("function", e.function())
                            .number("rc", e.rc())
                            .offset("at", e.fileOffset())
                            .text("why", e.why())
                            .text("mend", e.mend())
                            .optional("cause", e.cause())),
            new Form<>(
                    EventData.StrictRefused.class,
                    "strict-refused",
                    (f, e) -> f.number("quirk", e.quirk())
                            .offset("at", e.fileOffset())
                            .text("why", e.why())
                            .text("harm", e.harm())
                            .text("mend", e.mend())),
            new Form<>(
                    EventData.TextWritten.class,
                    "text-written",
                    (f, e) -> f.address("address", e.address())
                            .bytes("before", e.before())
                            .bytes("after", e.after())
                            .text("cause", e.cause())),
            new Form<>(
                    EventData.TextVerified.class,
                    "text-verified",
                    (f, e) -> f.address("address", e.address()).text("text", e.text())),
            new Form<>(
                    EventData.PayloadChanged.class,
                    "payload-changed",
                    (f, e) -> f.text("payload", e.payload())
                            .word("state", e.state().name())
                            .number("rc", e.rc())),
            new Form<>(
                    EventData.ActionScheduled.class,
                    "action-scheduled",
                    (f, e) -> f.word("command", e.command().name())
                            .text("payload", e.payload())
                            .duration("timeout", e.timeout())),
            new Form<>(
                    EventData.Quiesced.class,
                    "quiesced",
                    (f, e) -> f.word("command", e.command().name()).text("payload", e.payload())),
            new Form<>(EventData.RendezvousTimedOut.class, "rendezvous-timed-out", (f, e) -> {
                f.word("phase", e.phase());
                e.late()
                        .forEach(cpu -> f.word("late", "cpu" + cpu.cpu())
                                .word("doing", cpu.phase().name())
                                .word("at", cpu.at())
                                .word("interrupts", cpu.interruptsOn() ? "on" : "off"));
            }),
            new Form<>(
                    EventData.ActionEnded.class,
                    "action-ended",
                    (f, e) -> f.word("command", e.command().name())
                            .text("payload", e.payload())
                            .number("rc", e.rc())),
            new Form<>(
                    EventData.HookCalled.class,
                    "hook-called",
                    (f, e) -> f.text("payload", e.payload())
                            .word("section", e.section())
                            .number("result", e.result())),
            new Form<>(
                    EventData.CpuPhase.class,
                    "cpu-phase",
                    (f, e) -> f.word("phase", e.phase().name()).number("semaphore", e.semaphore())),
            new Form<>(
                    EventData.InterruptSent.class,
                    "interrupt-sent",
                    (f, e) -> f.word("kind", e.kind().toString()).cpu("to", e.target())),
            new Form<>(
                    EventData.InterruptTaken.class,
                    "interrupt-taken",
                    (f, e) -> f.word("kind", e.kind().toString()).cpu("from", e.from())),
            new Form<>(
                    EventData.InterruptLost.class,
                    "interrupt-lost",
                    (f, e) -> f.word("kind", e.kind().toString())),
            new Form<>(EventData.HypercallMade.class, "hypercall-made", (f, e) -> f.number("number", e.number())),
            new Form<>(
                    EventData.HypercallReturned.class, "hypercall-returned", (f, e) -> f.number("result", e.result())),
            new Form<>(EventData.CpuStolen.class, "cpu-stolen", (f, e) -> f.duration("for", e.duration())),
            new Form<>(
                    EventData.CpuPlugged.class,
                    "cpu-plugged",
                    (f, e) -> f.word("to", e.online() ? "online" : "offline").number("rc", e.rc())),
            new Form<>(
                    EventData.GuestCalled.class,
                    "guest-called",
                    (f, e) -> f.word("function", e.function()).number("result", e.result())),
            new Form<>(EventData.HypervisorDied.class, "hypervisor-died", (f, e) -> {
                f.text("summary", e.summary());
                e.report().forEach(report -> f.text("report", report));
            }));

    private static final int TIME_WIDTH = 12;
    private static final int CPU_WIDTH = 5;

    private EventLine() {}

    /**
     * The form of a kind of events.
     *
     * @param word what the kind is called
     * @param fields writes the fields
     */
    record Form<T extends EventData>(Class<T> kind, String word, BiConsumer<EventFields, T> fields) {
        String write(EventData data) {
            EventFields written = new EventFields();
            fields.accept(written, kind.cast(data));
            return word + written;
        }
    }

    /** Returns the line of an event, without line end. */
    public static String of(Event event) {
        String cpu = event.cpu() == Event.NO_CPU ? "-" : "cpu" + event.cpu();
        String time = event.time().toString();
        return " ".repeat(Math.max(0, TIME_WIDTH - time.length())) + time + "  "
                + cpu + " ".repeat(Math.max(0, CPU_WIDTH - cpu.length())) + "  "
                + form(event.data()).write(event.data());
    }

    private static Form<?> form(EventData data) {
        return FORMS.stream()
                .filter(form -> form.kind() == data.getClass())
                .findFirst()
                .orElseThrow(() -> new AssertionError(data.getClass() + " has no form as a line"));
    }
}
