// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.sweep;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.event.Event;
import org.xsplice.event.EventData;
import org.xsplice.scenario.run.ScenarioResult;
import org.xsplice.scenario.run.Verdict;
import org.xsplice.time.Duration;
import org.xsplice.time.VirtualTime;

/**
 * What came of one run.
 *
 * @param quiesce how long each action that got so far waited until all CPUs stood still
 */
record SweepRun(Ending ending, List<Duration> quiesce) {
    /** How a run ended. */
    enum Ending {
        /** All was as expected. */
        PASSED,
        /** The CPUs did not come in time, or could not be gathered at all. */
        TIMED_OUT,
        /** Something else was not as expected. */
        FAILED
    }

    static SweepRun of(ScenarioResult result) {
        List<Duration> waits = new ArrayList<>();
        boolean timedOut = false;
        VirtualTime scheduled = VirtualTime.START;
        boolean quiesced = false;
        for (Event event : result.events()) {
            if (event.data() instanceof EventData.ActionScheduled) {
                scheduled = event.time();
                quiesced = false;
            } else if (event.data() instanceof EventData.Quiesced) {
                waits.add(event.time().since(scheduled));
                quiesced = true;
            } else if (event.data() instanceof EventData.ActionEnded) {
                timedOut |= !quiesced;
            }
        }
        if (result.verdict() == Verdict.PASSED) {
            return new SweepRun(Ending.PASSED, List.copyOf(waits));
        }
        return new SweepRun(timedOut ? Ending.TIMED_OUT : Ending.FAILED, List.copyOf(waits));
    }
}
