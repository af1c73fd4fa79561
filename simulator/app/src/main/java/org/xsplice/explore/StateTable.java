// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.LongConsumer;
import org.xsplice.orders.Choice;
import org.xsplice.orders.ChoiceLog;

/** The states that have been seen, by their fingerprints, and by which choice each was first come to. */
final class StateTable {
    static final int UNKNOWN = -1;

    private int[] slots = new int[1 << 12];
    private long[] fingerprints = new long[1 << 10];
    private int[] parents = new int[1 << 10];
    /** By numbers of {@link #distinct}. */
    private short[] choices = new short[1 << 10];

    private final List<Choice> distinct = new ArrayList<>();
    private int count;

    StateTable() {
        Arrays.fill(slots, UNKNOWN);
    }

    int size() {
        return count;
    }

    /** Returns how many bytes it takes, at the moment when one more state is added. */
    long bytes() {
        long slotsMore = 2 * count + 2 >= slots.length ? 3 : 1;
        long statesMore = count + 1 >= fingerprints.length ? 3 : 1;
        long aState = Long.BYTES + Integer.BYTES + Short.BYTES;
        return slotsMore * slots.length * Integer.BYTES + statesMore * fingerprints.length * aState;
    }

    /** Returns the number of a state, or {@link #UNKNOWN}. */
    int find(long fingerprint) {
        return slots[slotOf(fingerprint)];
    }

    /**
     * Adds a state that is not known.
     *
     * @param parent the state before, or {@link #UNKNOWN}
     * @param choice that leads here; of no meaning without a state before
     * @return its number
     */
    int add(long fingerprint, int parent, Choice choice) {
        if (2 * count >= slots.length) {
            grow();
        }
        if (count == fingerprints.length) {
            fingerprints = Arrays.copyOf(fingerprints, 2 * count);
            parents = Arrays.copyOf(parents, 2 * count);
            choices = Arrays.copyOf(choices, 2 * count);
        }
        fingerprints[count] = fingerprint;
        parents[count] = parent;
        choices[count] = (short) numberOf(choice);
        slots[slotOf(fingerprint)] = count;
        return count++;
    }

    private int numberOf(Choice choice) {
        int number = distinct.indexOf(choice);
        if (number < 0) {
            distinct.add(choice);
            return distinct.size() - 1;
        }
        return number;
    }

    private void grow() {
        slots = new int[2 * slots.length];
        Arrays.fill(slots, UNKNOWN);
        for (int state = 0; state < count; state++) {
            slots[slotOf(fingerprints[state])] = state;
        }
    }

    private int slotOf(long fingerprint) {
        int mask = slots.length - 1;
        int slot = (int) (fingerprint * 0x9e3779b97f4a7c15L >>> 32) & mask;
        while (slots[slot] != UNKNOWN && fingerprints[slots[slot]] != fingerprint) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    long fingerprint(int state) {
        return fingerprints[state];
    }

    /** Returns the choice by which a state was first come to; null for the first one. */
    Choice choiceTo(int state) {
        return distinct.get(choices[state]);
    }

    /** Passes all fingerprints on. */
    void forEach(LongConsumer visitor) {
        for (int state = 0; state < count; state++) {
            visitor.accept(fingerprints[state]);
        }
    }

    /** Returns the choices that lead from the first state to another one. */
    ChoiceLog wayTo(int state) {
        return way(UNKNOWN, state);
    }

    /**
     * Returns the choices that lead from one state to another.
     *
     * @param from on the way to the other; or {@link #UNKNOWN}, for the first one
     */
    ChoiceLog way(int from, int state) {
        List<Choice> way = new ArrayList<>();
        for (int at = state; at != from && parents[at] != UNKNOWN; at = parents[at]) {
            way.add(choiceTo(at));
        }
        Collections.reverse(way);
        return new ChoiceLog(way);
    }
}
