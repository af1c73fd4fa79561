// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.print;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.xsplice.event.Event;
import org.xsplice.event.EventData;
import org.xsplice.event.LateCpu;
import org.xsplice.time.VirtualTime;

/** What each CPU has been doing, and since when; so that those can be told of that are late for a rendezvous. */
final class Lateness {
    /** More CPUs than these are counted. */
    private static final int TOLD_MAX = 8;

    private final Map<Integer, History> histories = new TreeMap<>();
    private VirtualTime scheduled = VirtualTime.START;

    /** What is known of a CPU. */
    private static final class History {
        private VirtualTime phaseSince = VirtualTime.START;
        private VirtualTime hypercallSince = VirtualTime.START;
        /** Of its hypercall, or a negative number where it makes none. */
        private int hypercall = -1;

        private VirtualTime awaySince = VirtualTime.START;
        private VirtualTime awayUntil = VirtualTime.START;
    }

    /** Takes the next event in. */
    void takeIn(Event event) {
        History history = histories.computeIfAbsent(event.cpu(), cpu -> new History());
        if (event.data() instanceof EventData.CpuPhase) {
            history.phaseSince = event.time();
        } else if (event.data() instanceof EventData.HypercallMade made) {
            history.hypercall = made.number();
            history.hypercallSince = event.time();
        } else if (event.data() instanceof EventData.HypercallReturned) {
            history.hypercall = -1;
        } else if (event.data() instanceof EventData.CpuStolen stolen) {
            history.awaySince = history.awayUntil.isBefore(event.time()) ? event.time() : history.awaySince;
            history.awayUntil = history.awayUntil.max(event.time().plus(stolen.duration()));
        } else if (event.data() instanceof EventData.ActionScheduled) {
            scheduled = event.time();
        }
    }

    /** Tells which CPUs had not come, and what each was doing: a line for all, and one for each. */
    List<String> why(EventData.RendezvousTimedOut timedOut, VirtualTime now) {
        List<String> lines = new ArrayList<>();
        lines.add(cpus(timedOut.late())
                + (timedOut.phase().equals("CPU") ? " had not come" : " had not switched interrupts off"));
        timedOut.late().stream()
                .limit(TOLD_MAX)
                .forEach(late -> lines.add("CPU " + late.cpu() + ": " + doing(late, now)));
        if (timedOut.late().size() > TOLD_MAX) {
            lines.add("and " + (timedOut.late().size() - TOLD_MAX) + " more");
        }
        return lines;
    }

    private static String cpus(List<LateCpu> late) {
        List<String> numbers =
                late.stream().limit(TOLD_MAX).map(cpu -> "" + cpu.cpu()).toList();
        String more = late.size() > TOLD_MAX ? " and " + (late.size() - TOLD_MAX) + " more" : "";
        return (late.size() == 1 ? "CPU " : "CPUs ") + String.join(", ", numbers) + more;
    }

    private String doing(LateCpu late, VirtualTime now) {
        History history = history(late);
        if (isAway(history, now)) {
            return "taken away from the hypervisor, from " + history.awaySince.rounded() + " to "
                    + history.awayUntil.rounded();
        }
        String since = " since " + history.phaseSince.rounded();
        return switch (late.phase()) {
            case RUNNING -> running(history, since) + ", at " + late.at() + interrupts(late);
            case HALTED -> "asleep" + since + ", not called yet";
            case WAKING -> "woken at " + history.phaseSince.rounded() + ", on its way";
            case SLAVE_WAITS_READY -> "there" + since + interrupts(late);
            default -> late.phase() + since + interrupts(late);
        };
    }

    private static boolean isAway(History history, VirtualTime now) {
        return now.isBefore(history.awayUntil);
    }

    private static String running(History history, String since) {
        return history.hypercall < 0
                ? "executes the hypervisor's code" + since
                : "in hypercall " + history.hypercall + " since " + history.hypercallSince.rounded();
    }

    private static String interrupts(LateCpu late) {
        return late.interruptsOn() ? ", interrupts on" : ", interrupts off";
    }

    /** Says what would put it right. Only what is certain: how long a hypercall lasts is not known before it is over. */
    String mend(EventData.RendezvousTimedOut timedOut, VirtualTime now) {
        List<LateCpu> away = timedOut.late().stream()
                .filter(cpu -> isAway(history(cpu), now))
                .toList();
        List<LateCpu> calling = timedOut.late().stream()
                .filter(cpu -> !isAway(history(cpu), now) && history(cpu).hypercall >= 0)
                .toList();
        List<String> ways = new ArrayList<>();
        String enough = "";
        if (!away.isEmpty()) {
            VirtualTime until =
                    away.stream().map(cpu -> history(cpu).awayUntil).reduce(VirtualTime.START, VirtualTime::max);
            ways.add("until " + until.rounded() + ", when " + cpus(away) + (away.size() == 1 ? " is" : " are")
                    + " back");
            enough = " (more than " + until.since(scheduled).rounded() + ")";
        }
        if (!calling.isEmpty()) {
            ways.add("until the " + (calling.size() == 1 ? "hypercall of " : "hypercalls of ") + cpus(calling)
                    + (calling.size() == 1 ? " has" : " have") + " returned");
        }
        return ways.isEmpty()
                ? "give the action a longer timeout"
                : "wait " + String.join(", and ", ways) + "; or give the action a longer timeout" + enough;
    }

    private History history(LateCpu cpu) {
        return histories.getOrDefault(cpu.cpu(), new History());
    }
}
