// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xsplice.time.Duration;
import org.xsplice.time.TimeIsOverException;
import org.xsplice.time.TimeLimit;
import org.xsplice.time.VirtualTime;

/** What is shown while a run takes long. Time is what the test says. */
class RunProgressTests {
    private static final String ERASE = "\r\u001b[K";
    private static final int CALLS = 64;

    private final StringWriter shown = new StringWriter();
    private long now = 1_000;

    private RunProgress progress(TimeLimit limit) {
        StatusLine status = new StatusLine(Output.of(new StringWriter(), shown), true);
        return new RunProgress(5, limit, status, () -> now, result -> {});
    }

    private void goOn(RunProgress progress, int step, long micros) {
        for (int i = 0; i < CALLS; i++) {
            progress.goesOn(step, new VirtualTime(micros * 1000));
        }
    }

    @Test
    void nothingIsShownInTheFirstTwoSeconds() {
        RunProgress progress = progress(TimeLimit.NONE);
        goOn(progress, 1, 1);
        now += 1_999_999_999;
        goOn(progress, 2, 2);
        assertThat(shown.toString()).isEmpty();
        now++;
        goOn(progress, 3, 42);
        goOn(progress, 3, 43);
        assertThat(shown).hasToString(ERASE + "step 3 of 5, at 42us of virtual time");
        now += 250_000_000;
        goOn(progress, 4, 44);
        assertThat(shown.toString()).endsWith(ERASE + "step 4 of 5, at 44us of virtual time");
    }

    @Test
    void theLineGivesWayToWhatIsPrinted() {
        progress(TimeLimit.NONE).step(null);
        assertThat(shown).hasToString(ERASE);
    }

    @Test
    void itEndsWhenTheTimeIsOver() {
        RunProgress progress = progress(new TimeLimit(Optional.of(Duration.ofSeconds(1)), () -> now));
        goOn(progress, 1, 1);
        now += 1_000_000_000;
        assertThatThrownBy(() -> goOn(progress, 2, 7))
                .isInstanceOf(TimeIsOverException.class)
                .hasMessage("the time limit of 1s is over: step 2 of 5, at 7us of virtual time");
    }
}
