// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.report;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.event.CpuPhase;
import org.xsplice.event.Event;
import org.xsplice.event.EventData;

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
     * @param endNs when the run ended: what has not ended, ends then
     */
    static CpuStory of(List<Event> events, int cpu, long endNs) {
        List<Stretch> phases = new ArrayList<>();
        List<Stretch> calls = new ArrayList<>();
        List<Stretch> away = new ArrayList<>();
        CpuPhase phase = CpuPhase.HALTED;
        long since = 0;
        String call = "";
        long called = 0;
        for (Event event : events) {
            if (event.cpu() != cpu) {
                continue;
            }
            if (event.data() instanceof EventData.CpuPhase next && next.phase() != phase) {
                add(phases, since, event.timeNs(), phase.name());
                phase = next.phase();
                since = event.timeNs();
            } else if (event.data() instanceof EventData.HypercallMade made) {
                call = "hypercall " + made.number();
                called = event.timeNs();
            } else if (event.data() instanceof EventData.HypercallReturned) {
                add(calls, called, event.timeNs(), call);
                call = "";
            } else if (event.data() instanceof EventData.CpuStolen stolen) {
                addAway(away, event.timeNs(), Math.min(endNs, event.timeNs() + stolen.durationNs()));
            }
        }
        add(phases, since, endNs, phase.name());
        if (!call.isEmpty()) {
            add(calls, called, endNs, call);
        }
        return new CpuStory(
                phases.stream()
                        .filter(p -> !p.what().equals(CpuPhase.HALTED.name()))
                        .toList(),
                within(calls, phases),
                away);
    }

    private static void add(List<Stretch> stretches, long startNs, long endNs, String what) {
        if (endNs > startNs) {
            stretches.add(new Stretch(startNs, endNs, what));
        }
    }

    private static void addAway(List<Stretch> away, long startNs, long endNs) {
        Stretch last = away.isEmpty() ? null : away.get(away.size() - 1);
        if (last != null && startNs <= last.endNs()) {
            away.set(away.size() - 1, new Stretch(last.startNs(), Math.max(endNs, last.endNs()), last.what()));
        } else {
            away.add(new Stretch(startNs, endNs, "away"));
        }
    }

    private static List<Stretch> within(List<Stretch> calls, List<Stretch> phases) {
        List<Stretch> parts = new ArrayList<>();
        for (Stretch call : calls) {
            for (Stretch phase : phases) {
                if (phase.what().equals(CpuPhase.RUNNING.name())) {
                    add(
                            parts,
                            Math.max(call.startNs(), phase.startNs()),
                            Math.min(call.endNs(), phase.endNs()),
                            call.what());
                }
            }
        }
        return List.copyOf(parts);
    }
}
