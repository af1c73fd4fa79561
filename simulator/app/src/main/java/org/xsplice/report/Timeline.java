// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.report;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.xsplice.event.CpuPhase;
import org.xsplice.event.Event;
import org.xsplice.event.EventData;
import org.xsplice.event.LateCpu;
import org.xsplice.text.Paper;
import org.xsplice.time.Duration;
import org.xsplice.time.VirtualTime;

/**
 * A run as text: a row for each moment at which a CPU begins to do something else, a column for each CPU. With many CPUs a
 * column is a letter. What is left out is said: stretches without an action, the middle of long ones, and time in which
 * nothing changes.
 */
public final class Timeline {
    private static final int HEAD_WIDTH = 19;
    private static final int WORD_WIDTH = 9;
    /** How many rows of an action are shown at its beginning, and at its end. */
    private static final int ROWS = 20;
    /** Time without a change that is worth saying. */
    private static final Duration PAUSE = Duration.ofMicros(20);

    /** Below the columns of time and semaphore. */
    private static final String NOTE = " ".repeat(HEAD_WIDTH);

    private static final int LETTERS_A_GROUP = 8;

    private final Paper paper;
    private final boolean words;
    private final Doing[] doing;
    private final boolean[] calls;
    private final VirtualTime[] awayUntil;
    private final List<Row> rows = new ArrayList<>();
    private String shownState = "";
    private int semaphore;
    private boolean acts;
    private int changes;
    private VirtualTime shown = VirtualTime.START;

    /** A line, with the time it is about: what CPUs do, or a note on it. */
    private record Row(VirtualTime time, String text, boolean isNote) {}

    /** What a CPU is doing, in a word and in a letter. */
    private enum Doing {
        HALTED(".", '.'),
        RUNNING("runs", 'r'),
        CALL("hypercall", 'h'),
        WAKING("wakes", 'w'),
        ENTERED("enters", 'e'),
        MASTER_WAITS_FOR_CPUS("M: CPUs?", 'C'),
        MASTER_WAITS_FOR_IRQS("M: IRQs?", 'I'),
        SLAVE_WAITS_READY("is here", 's'),
        SLAVE_WAITS_DONE("IRQs off", 'd'),
        OFFLINE("offline", 'o'),
        AWAY("away", 'a');

        private final String word;
        private final char letter;

        Doing(String word, char letter) {
            this.word = word;
            this.letter = letter;
        }

        static Doing of(CpuPhase phase) {
            return switch (phase) {
                case HALTED -> HALTED;
                case RUNNING -> RUNNING;
                case WAKING -> WAKING;
                case ENTERED -> ENTERED;
                case MASTER_WAITS_FOR_CPUS -> MASTER_WAITS_FOR_CPUS;
                case MASTER_WAITS_FOR_IRQS -> MASTER_WAITS_FOR_IRQS;
                case SLAVE_WAITS_READY -> SLAVE_WAITS_READY;
                case SLAVE_WAITS_DONE -> SLAVE_WAITS_DONE;
                case OFFLINE -> OFFLINE;
            };
        }
    }

    private Timeline(Paper paper, int cpus) {
        this.paper = paper;
        words = HEAD_WIDTH + cpus * (WORD_WIDTH + 1) <= paper.width();
        doing = new Doing[cpus];
        Arrays.fill(doing, Doing.HALTED);
        calls = new boolean[cpus];
        awayUntil = new VirtualTime[cpus];
        Arrays.fill(awayUntil, VirtualTime.START);
    }

    /**
     * Writes it.
     *
     * @param events of the run, in order
     */
    public static void write(Paper paper, int cpus, List<Event> events) {
        new Timeline(paper, cpus).write(events);
    }

    private void write(List<Event> events) {
        shownState = state();
        legend();
        for (int i = 0; i < events.size(); ) {
            VirtualTime now = events.get(i).time();
            giveBack(now);
            List<String> notes = new ArrayList<>();
            List<Integer> nmis = new ArrayList<>();
            List<Integer> lostNmis = new ArrayList<>();
            boolean ends = false;
            boolean acted = acts;
            for (; i < events.size() && events.get(i).time().equals(now); i++) {
                Event event = events.get(i);
                takeIn(event);
                note(event, notes);
                if (event.data() instanceof EventData.InterruptTaken taken && taken.from() == Event.NO_CPU) {
                    nmis.add(event.cpu());
                } else if (event.data() instanceof EventData.InterruptLost) {
                    lostNmis.add(event.cpu());
                }
                if (event.data() instanceof EventData.ActionScheduled) {
                    leftOut(now);
                    acts = true;
                    acted = true;
                }
                ends |= event.data() instanceof EventData.ActionEnded;
            }
            ofCpus(nmis, "an NMI comes to CPU ", notes);
            ofCpus(lostNmis, "an NMI is lost on CPU ", notes);
            String state = state();
            boolean changed = !state.equals(shownState);
            shownState = state;
            if (acted && (changed || !notes.isEmpty())) {
                rows.add(new Row(now, format("%12s ", us(now.sinceStart())) + state, false));
                notes.forEach(note -> rows.add(new Row(now, note, true)));
            } else if (changed) {
                changes++;
            }
            if (ends) {
                acts = false;
                flush();
                shown = now;
            }
        }
        flush();
        if (!events.isEmpty()) {
            leftOut(events.get(events.size() - 1).time());
        }
    }

    private void legend() {
        paper.line("");
        if (words) {
            StringBuilder head = new StringBuilder("   time (us)  sem  ");
            for (int cpu = 0; cpu < doing.length; cpu++) {
                head.append(format("%-10s", "CPU " + cpu));
            }
            paper.line(head.toString().stripTrailing());
            return;
        }
        List<String> letters = Arrays.stream(Doing.values())
                .map(d -> d.letter + " " + (d == Doing.HALTED ? "sleeps" : d.word))
                .toList();
        paper.wrapped("", "  ", "Letters: " + String.join(", ", letters) + "; M is the master.");
        List<String> groups = new ArrayList<>();
        for (int cpu = 0; cpu < doing.length; cpu += LETTERS_A_GROUP) {
            groups.add(format("%-8d", cpu));
        }
        folded("   time (us)  sem  ", groups).lines().map(String::stripTrailing).forEach(paper::line);
    }

    /** Puts groups of letters after a head, on as many lines as they need. */
    private String folded(String head, List<String> groups) {
        int aLine = (paper.width() - HEAD_WIDTH) / (LETTERS_A_GROUP + 1);
        StringBuilder text = new StringBuilder(head);
        for (int i = 0; i < groups.size(); i++) {
            text.append(i == 0 ? "" : i % aLine == 0 ? "\n" + NOTE : " ").append(groups.get(i));
        }
        return text.toString();
    }

    /** Gives CPUs back whose time away is over. */
    private void giveBack(VirtualTime now) {
        for (int cpu = 0; cpu < awayUntil.length; cpu++) {
            if (!now.isBefore(awayUntil[cpu])) {
                awayUntil[cpu] = VirtualTime.START;
            }
        }
    }

    /** Takes in what an event changes about a CPU. */
    private void takeIn(Event event) {
        int cpu = event.cpu();
        if (event.data() instanceof EventData.CpuPhase phase) {
            semaphore = phase.semaphore();
            doing[cpu] = Doing.of(phase.phase());
        } else if (event.data() instanceof EventData.HypercallMade) {
            calls[cpu] = true;
        } else if (event.data() instanceof EventData.HypercallReturned) {
            calls[cpu] = false;
        } else if (event.data() instanceof EventData.CpuStolen stolen) {
            awayUntil[cpu] = awayUntil[cpu].max(event.time().plus(stolen.duration()));
        }
    }

    private static void note(Event event, List<String> notes) {
        EventData data = event.data();
        if (data instanceof EventData.ActionScheduled scheduled) {
            notes.add(format(
                    "%s %s is scheduled, timeout %s us",
                    scheduled.command(), scheduled.payload(), us(scheduled.timeout())));
        } else if (data instanceof EventData.Quiesced) {
            notes.add("all CPUs stand still");
        } else if (data instanceof EventData.RendezvousTimedOut timedOut) {
            ofCpus(
                    timedOut.late().stream().map(LateCpu::cpu).toList(),
                    timedOut.phase().equals("CPU")
                            ? "the time is over, without CPU "
                            : "the time is over, interrupts still on at CPU ",
                    notes);
        } else if (data instanceof EventData.HookCalled hook) {
            notes.add(format("CPU %d calls %s of %s", event.cpu(), hook.section(), hook.payload()));
        } else if (data instanceof EventData.TextWritten written) {
            notes.add(format("%d bytes of text written at %x", written.after().length(), written.address()));
        } else if (data instanceof EventData.ActionEnded ended) {
            notes.add(format("%s %s ends, rc %d", ended.command(), ended.payload(), ended.rc()));
        } else if (data instanceof EventData.CpuPlugged plugged) {
            String way = plugged.online() ? "online" : "offline";
            notes.add(
                    plugged.rc() == 0
                            ? format("CPU %d begins to go %s", event.cpu(), way)
                            : format("CPU %d cannot go %s, rc %d", event.cpu(), way, plugged.rc()));
        } else if (data instanceof EventData.HypervisorDied died) {
            notes.add("the hypervisor dies: " + died.summary());
        }
    }

    private static void ofCpus(List<Integer> cpus, String what, List<String> notes) {
        if (!cpus.isEmpty()) {
            notes.add(what + ranges(cpus.stream().sorted().distinct().toList()));
        }
    }

    /** Writes ascending numbers, those in a row as a range: {@code 0-3, 7}. */
    private static String ranges(List<Integer> numbers) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < numbers.size(); ) {
            int first = i;
            while (i + 1 < numbers.size() && numbers.get(i + 1) == numbers.get(i) + 1) {
                i++;
            }
            text.append(text.isEmpty() ? "" : ", ").append(numbers.get(first));
            text.append(i == first ? "" : "-" + numbers.get(i));
            i++;
        }
        return text.toString();
    }

    /** Writes the semaphore and what all CPUs do. */
    private String state() {
        String head = format("%4d  ", semaphore);
        List<String> columns = new ArrayList<>();
        for (int cpu = 0; cpu < doing.length; cpu++) {
            Doing what = shown(cpu);
            if (words) {
                columns.add(format("%-10s", what.word));
            } else if (cpu % LETTERS_A_GROUP == 0) {
                columns.add(String.valueOf(what.letter));
            } else {
                columns.set(columns.size() - 1, columns.get(columns.size() - 1) + what.letter);
            }
        }
        return words ? (head + String.join("", columns)).stripTrailing() : folded(head, columns);
    }

    private Doing shown(int cpu) {
        if (VirtualTime.START.isBefore(awayUntil[cpu])) {
            return Doing.AWAY;
        }
        return calls[cpu] && doing[cpu] == Doing.RUNNING ? Doing.CALL : doing[cpu];
    }

    /** Says what has not been shown since the last action. */
    private void leftOut(VirtualTime now) {
        if (changes > 0 || now.since(shown).compareTo(PAUSE) >= 0) {
            paper.line(format(
                    "         ...  %s us without an action, %d changes of activity", us(now.since(shown)), changes));
        }
        changes = 0;
        shown = now;
    }

    /** Prints the rows of an action, except for the middle where there are many. */
    private void flush() {
        boolean many = rows.size() > 2 * ROWS + 1;
        for (int i = 0; i < rows.size(); i++) {
            if (many && i == ROWS) {
                int behind = rows.size() - ROWS;
                paper.line(format(
                        "         ...  %s us, %d lines",
                        us(rows.get(behind).time().since(rows.get(i - 1).time())), behind - i));
                i = behind;
            } else if (i > 0 && pause(i).compareTo(PAUSE) >= 0) {
                paper.line(format("         ...  %s us without a change", us(pause(i))));
            }
            if (rows.get(i).isNote()) {
                paper.wrapped(NOTE + "- ", NOTE + "  ", rows.get(i).text());
            } else {
                rows.get(i).text().lines().forEach(paper::line);
            }
        }
        rows.clear();
    }

    private Duration pause(int beforeRow) {
        return rows.get(beforeRow).time().since(rows.get(beforeRow - 1).time());
    }

    private static String us(Duration duration) {
        long ns = duration.nanos();
        return ns % 1000 == 0 ? Long.toString(ns / 1000) : format("%.3f", ns / 1000.0);
    }
}
