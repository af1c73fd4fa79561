// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xsplice.chance.Chance;

/** What frames held, against whole copies of them, with an engine that tells of a write only where it has to. */
class FrameHistoryTests {
    private static final int PAGE_SIZE = 4096;
    private static final int FRAMES = 300;

    private final ByteBuffer bytes = ByteBuffer.allocate(FRAMES * PAGE_SIZE);
    private final FrameHistory history = new FrameHistory(bytes);
    /** Frames that the engine writes without telling. */
    private final BitSet writable = new BitSet();

    private int watchedAgain;

    private void begin() {
        history.begin(() -> {
            watchedAgain++;
            writable.clear();
        });
    }

    private void write(int frame, int value) {
        if (!writable.get(frame)) {
            history.beforeWrite(frame);
            writable.set(frame);
        }
        bytes.put(frame * PAGE_SIZE + frame, (byte) value);
    }

    private record Moment(PageVersions kept, byte[] everything) {}

    @Test
    void anyMomentComesBack() {
        Chance chance = new Chance(11);
        begin();
        List<Moment> moments = new ArrayList<>();
        for (int step = 0; step < 4000; step++) {
            int among = chance.oneIn(20) ? FRAMES : 12;
            for (int i = chance.below(among); i > 0; i--) {
                write(chance.below(among), chance.below(256));
            }
            if (moments.size() < 40 || chance.oneIn(2)) {
                Moment moment = new Moment(history.keep(), bytes.array().clone());
                if (moments.size() < 40) {
                    moments.add(moment);
                } else {
                    moments.set(chance.below(40), moment);
                }
            } else {
                Moment moment = moments.get(chance.below(moments.size()));
                BitSet changing = new BitSet();
                byte[] before = bytes.array().clone();
                history.putBack(moment.kept(), changing::set);
                assertThat(Arrays.equals(bytes.array(), moment.everything()))
                        .as("seed %d, step %d", chance.seed(), step)
                        .isTrue();
                for (int frame = 0; frame < FRAMES; frame++) {
                    int from = frame * PAGE_SIZE;
                    assertThat(changing.get(frame))
                            .as("seed %d, step %d, frame %d", chance.seed(), step, frame)
                            .isEqualTo(before[from + frame] != moment.everything()[from + frame]);
                }
            }
        }
        assertThat(watchedAgain).as("how often frames were watched again").isPositive();
    }

    @Test
    void framesThatDoNotChangeAnyMoreAreWatchedAgain() {
        begin();
        for (int frame = 0; frame < FRAMES; frame++) {
            write(frame, 1);
        }
        for (int i = 0; i < 3; i++) {
            write(7, 2 + i);
            history.keep();
        }
        assertThat(history.watches(8)).isTrue();
        assertThat(history.watches(7)).as("the one that changes").isFalse();
        assertThat(history.isUnwritten(8)).as("it was written once").isFalse();
        assertThat(watchedAgain).isEqualTo(1);
    }

    @Test
    void aFewFramesAreNotWorthIt() {
        begin();
        for (int round = 0; round < 10_000; round++) {
            write(round % 20, round);
            history.keep();
        }
        assertThat(watchedAgain).isZero();
    }

    @Test
    void whatDoesNotChangeIsShared() {
        begin();
        write(1, 1);
        write(2, 2);
        PageVersions first = history.keep();
        assertThat(history.keep()).isSameAs(first);
        write(2, 3);
        PageVersions second = history.keep();
        assertThat(second).isNotSameAs(first);
        assertThat(second.get(0)).isSameAs(first.get(0));
        assertThat(second.get(1)).isNotSameAs(first.get(1));
    }
}
