// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.report;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.event.CpuPhase;
import org.xsplice.event.Event;
import org.xsplice.event.EventData;
import org.xsplice.time.VirtualTime;

/**
 * What one CPU did, in stretches.
 *
 * @param phases one after the other; those in which it sleeps are left out
 * @param hypercalls of its virtual CPU, as far as it ran meanwhile: each lies within a phase
 * @param away when it was taken away; these may lie across phases, but not across each other
 */
record CpuStory(List<Stretch> phases, List<Stretch> hypercalls, List<Stretch> away) {
    /**
     * Reads a CPU's story.
     *
     * @param end when the run ended: what has not ended, ends then
     */
    static CpuStory of(List<Event> events, int cpu, VirtualTime end) {
        List<Stretch> phases = new ArrayList<>();
        List<Stretch> calls = new ArrayList<>();
        List<Stretch> away = new ArrayList<>();
        CpuPhase phase = CpuPhase.HALTED;
        VirtualTime since = VirtualTime.START;
        String call = "";
        VirtualTime called = VirtualTime.START;
        for (Event event : events) {
            if (event.cpu() != cpu) {
                continue;
            }
            if (event.data() instanceof EventData.CpuPhase next && next.phase() != phase) {
                add(phases, since, event.time(), phase.name());
                phase = next.phase();
                since = event.time();
            } else if (event.data() instanceof EventData.HypercallMade made) {
                call = "hypercall " + made.number();
                called = event.time();
            } else if (event.data() instanceof EventData.HypercallReturned) {
                add(calls, called, event.time(), call);
                call = "";
            } else if (event.data() instanceof EventData.CpuStolen stolen) {
                addAway(away, event.time(), end.min(event.time().plus(stolen.duration())));
            }
        }
        add(phases, since, end, phase.name());
        if (!call.isEmpty()) {
            add(calls, called, end, call);
        }
        return new CpuStory(
                phases.stream()
                        .filter(p -> !p.what().equals(CpuPhase.HALTED.name()))
                        .toList(),
                within(calls, phases),
                away);
    }

    private static void add(List<Stretch> stretches, VirtualTime start, VirtualTime end, String what) {
        if (start.isBefore(end)) {
            stretches.add(new Stretch(start, end, what));
        }
    }

    private static void addAway(List<Stretch> away, VirtualTime start, VirtualTime end) {
        Stretch last = away.isEmpty() ? null : away.get(away.size() - 1);
        if (last != null && !last.end().isBefore(start)) {
            away.set(away.size() - 1, new Stretch(last.start(), last.end().max(end), last.what()));
        } else {
            away.add(new Stretch(start, end, "away"));
        }
    }

    private static List<Stretch> within(List<Stretch> calls, List<Stretch> phases) {
        List<Stretch> parts = new ArrayList<>();
        for (Stretch call : calls) {
            for (Stretch phase : phases) {
                if (phase.what().equals(CpuPhase.RUNNING.name())) {
                    add(parts, call.start().max(phase.start()), call.end().min(phase.end()), call.what());
                }
            }
        }
        return List.copyOf(parts);
    }
}
