// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.run;

import static org.xsplice.text.Formats.format;

import org.xsplice.event.Event;
import org.xsplice.event.EventData;
import org.xsplice.event.EventSink;

/** Passes events on to where they are kept, as long as they take no more of the heap than a run may have. */
final class EventLimit implements EventSink {
    /** An event with its data, in the log, in its step's list and in that of the run. */
    private static final int EVENT_BYTES = 100;

    private static final int PARTS_OF_HEAP = 3;
    private static final int MEBI = 20;

    private final EventSink kept;
    private final long heap;
    private long left;
    private long count;

    /** There are more. */
    static final class TooManyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyException(long count, long heap) {
            super(format(
                    "the run has more than %d events until here, which the heap of %d MiB does not hold. Make less happen: "
                            + "a shorter wait, activities that come less often; or take a larger heap: "
                            + "XSPLICE_JAVA_OPTS=-Xmx%dm ./xsplice ...",
                    count, heap >> MEBI, 4 * heap >> MEBI));
        }
    }

    /**
     * @param kept takes the events
     * @param heap of the Java machine, in bytes
     * @param sharing how many runs share it at the same time
     */
    EventLimit(EventSink kept, long heap, int sharing) {
        this.kept = kept;
        this.heap = heap;
        left = heap / PARTS_OF_HEAP / sharing;
    }

    @Override
    public void accept(Event event) {
        left -= EVENT_BYTES + textOf(event.data());
        if (left < 0) {
            throw new TooManyException(count, heap);
        }
        count++;
        kept.accept(event);
    }

    private static int textOf(EventData data) {
        if (data instanceof EventData.ConsoleLine console) {
            return console.line().length();
        }
        return data instanceof EventData.TextWritten written
                ? written.before().length() + written.after().length()
                : 0;
    }
}
