// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeSet;
import org.xsplice.event.Event;
import org.xsplice.event.EventData;
import org.xsplice.event.PayloadState;
import org.xsplice.text.Visible;
import org.xsplice.time.Duration;
import org.xsplice.time.VirtualTime;

/**
 * A run in Chrome's trace-event format, which the Perfetto UI opens: a track for each CPU, one for the actions, counters for
 * the semaphore and the applied payloads, and an arrow from each call of a CPU to where it follows. Times are microseconds
 * with nanoseconds after the point.
 */
public final class ChromeTrace {
    private static final int PID = 1;
    /** Tracks: thread numbers, from 2 on, since Perfetto takes 0 for idle and the process's own for its main thread. */
    private static final int ACTIONS = 2;

    private static final int FIRST_CPU = 10;
    private static final int FIRST_AWAY = 100;

    private final List<Event> events;
    private final VirtualTime end;
    private final ArrayNode trace = JsonNodeFactory.instance.arrayNode();

    private ChromeTrace(List<Event> events, VirtualTime end) {
        this.events = events;
        this.end = end;
    }

    /**
     * Writes it.
     *
     * @param title of the run
     * @param cpus how many there are
     * @param events of the run, in order
     */
    public static String of(String title, int cpus, List<Event> events) {
        VirtualTime end = events.stream().map(Event::time).reduce(VirtualTime.START, VirtualTime::max);
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("displayTimeUnit", "ns");
        root.set("traceEvents", new ChromeTrace(events, end).write(title, cpus));
        return Visible.json(root.toString()) + "\n";
    }

    private ArrayNode write(String title, int cpus) {
        name("process_name", 0, title);
        name("thread_name", ACTIONS, "actions");
        actions();
        for (int cpu = 0; cpu < cpus; cpu++) {
            cpu(cpu);
        }
        semaphore();
        appliedPayloads();
        arrows();
        return trace;
    }

    private void name(String what, int tid, String name) {
        add("M", what, tid, VirtualTime.START).putObject("args").put("name", name);
    }

    private ObjectNode add(String ph, String name, int tid, VirtualTime time) {
        ObjectNode event = trace.addObject()
                .put("ph", ph)
                .put("name", name)
                .put("pid", PID)
                .put("tid", tid);
        return event.putRawValue("ts", us(time.sinceStart()));
    }

    /** Exactly, and never with an exponent. */
    private static RawValue us(Duration duration) {
        return new RawValue(BigDecimal.valueOf(duration.nanos(), 3).toPlainString());
    }

    private void slices(int tid, String category, List<Stretch> stretches) {
        stretches.forEach(s -> add("X", s.what(), tid, s.start())
                .putRawValue("dur", us(s.length()))
                .put("cat", category));
    }

    private void cpu(int cpu) {
        int tid = FIRST_CPU + cpu;
        name("thread_name", tid, "CPU " + cpu);
        add("M", "thread_sort_index", tid, VirtualTime.START).putObject("args").put("sort_index", tid);
        CpuStory story = CpuStory.of(events, cpu, end);
        slices(tid, "phase", story.phases());
        slices(tid, "hypercall", story.hypercalls());
        if (!story.away().isEmpty()) {
            name("thread_name", FIRST_AWAY + cpu, "CPU " + cpu + ", taken away");
            slices(FIRST_AWAY + cpu, "away", story.away());
        }
        events.stream().filter(e -> e.cpu() == cpu).forEach(e -> moment(tid, e));
    }

    /** What takes no time: hooks as slices without length, the rest as marks. */
    private void moment(int tid, Event event) {
        if (event.data() instanceof EventData.HookCalled hook) {
            add("X", hook.section(), tid, event.time())
                    .putRawValue("dur", us(Duration.ZERO))
                    .put("cat", "hook")
                    .putObject("args")
                    .put("payload", hook.payload())
                    .put("result", hook.result());
        } else if (event.data() instanceof EventData.InterruptTaken taken && taken.from() == Event.NO_CPU) {
            mark(tid, event, taken.kind().toString());
        } else if (event.data() instanceof EventData.InterruptLost lost) {
            mark(tid, event, lost.kind() + " lost");
        } else if (event.data() instanceof EventData.CpuPlugged plugged) {
            mark(tid, event, (plugged.online() ? "online" : "offline") + " rc=" + plugged.rc());
        } else if (event.data() instanceof EventData.Quiesced) {
            mark(tid, event, "all CPUs stand still");
        } else if (event.data() instanceof EventData.RendezvousTimedOut) {
            mark(tid, event, "the time is over");
        }
    }

    private void mark(int tid, Event event, String name) {
        add("i", name, tid, event.time()).put("s", "t");
    }

    private void actions() {
        VirtualTime scheduled = VirtualTime.START;
        Optional<VirtualTime> quiesced = Optional.empty();
        for (Event event : events) {
            if (event.data() instanceof EventData.ActionScheduled) {
                scheduled = event.time();
                quiesced = Optional.empty();
            } else if (event.data() instanceof EventData.Quiesced) {
                quiesced = Optional.of(event.time());
            } else if (event.data() instanceof EventData.ActionEnded ended) {
                add("X", ended.command() + " " + ended.payload(), ACTIONS, scheduled)
                        .putRawValue("dur", us(event.time().since(scheduled)))
                        .put("cat", "action")
                        .putObject("args")
                        .put("rc", ended.rc());
                VirtualTime gathered = quiesced.orElse(event.time());
                slices(ACTIONS, "action", List.of(new Stretch(scheduled, gathered, "gathers CPUs")));
            } else if (event.data() instanceof EventData.RendezvousTimedOut timedOut) {
                timedOut.late()
                        .forEach(late -> add("i", "late", FIRST_CPU + late.cpu(), event.time())
                                .put("s", "t")
                                .putObject("args")
                                .put("at", late.at())
                                .put("interrupts", late.interruptsOn()));
            } else if (event.data() instanceof EventData.TextWritten written) {
                add("i", "writes text", ACTIONS, event.time())
                        .put("s", "t")
                        .putObject("args")
                        .put("address", Long.toHexString(written.address()))
                        .put("cause", written.cause());
            } else if (event.data() instanceof EventData.HypervisorDied died) {
                add("i", "the hypervisor dies", ACTIONS, event.time())
                        .put("s", "g")
                        .putObject("args")
                        .put("summary", died.summary());
            }
        }
    }

    private void semaphore() {
        Integer last = null;
        for (Event event : events) {
            if (event.data() instanceof EventData.CpuPhase phase && (last == null || phase.semaphore() != last)) {
                last = phase.semaphore();
                counter("semaphore", event.time(), last);
            }
        }
    }

    private void appliedPayloads() {
        TreeSet<String> applied = new TreeSet<>();
        counter("applied payloads", VirtualTime.START, 0);
        for (Event event : events) {
            if (event.data() instanceof EventData.PayloadChanged changed) {
                boolean changes = changed.state() == PayloadState.APPLIED
                        ? applied.add(changed.payload())
                        : applied.remove(changed.payload());
                if (changes) {
                    counter("applied payloads", event.time(), applied.size());
                }
            }
        }
    }

    private void counter(String name, VirtualTime time, int value) {
        add("C", name, 0, time).putObject("args").put("value", value);
    }

    /** From the CPU that calls to the one that follows: matched in the order in which they were sent. */
    private void arrows() {
        Map<Integer, Queue<Event>> underWay = new HashMap<>();
        int id = 0;
        for (Event event : events) {
            if (event.data() instanceof EventData.InterruptSent sent) {
                underWay.computeIfAbsent(sent.target(), cpu -> new ArrayDeque<>())
                        .add(event);
            } else if (event.data() instanceof EventData.InterruptTaken taken && taken.from() != Event.NO_CPU) {
                Event sent =
                        underWay.getOrDefault(event.cpu(), new ArrayDeque<>()).poll();
                if (sent != null && sent.cpu() != event.cpu()) {
                    id++;
                    arrow("s", taken.kind().toString(), id, FIRST_CPU + sent.cpu(), sent.time());
                    arrow("f", taken.kind().toString(), id, FIRST_CPU + event.cpu(), event.time())
                            .put("bp", "e");
                }
            }
        }
    }

    private ObjectNode arrow(String ph, String name, int id, int tid, VirtualTime time) {
        return add(ph, name, tid, time).put("cat", "call").put("id", id);
    }
}
