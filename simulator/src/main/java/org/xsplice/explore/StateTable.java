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
    private Choice[] choices = new Choice[1 << 10];
    private int count;

    StateTable() {
        Arrays.fill(slots, UNKNOWN);
    }

    int size() {
        return count;
    }

    /** Returns the number of a state, or {@link #UNKNOWN}. */
    int find(long fingerprint) {
        return slots[slotOf(fingerprint)];
    }

    /**
     * Adds a state that is not known.
     *
     * @param parent the state before, or {@link #UNKNOWN}
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
        choices[count] = choice;
        slots[slotOf(fingerprint)] = count;
        return count++;
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
        return choices[state];
    }

    /** Passes all fingerprints on. */
    void forEach(LongConsumer visitor) {
        for (int state = 0; state < count; state++) {
            visitor.accept(fingerprints[state]);
        }
    }

    /** Returns the choices that lead to a state. */
    ChoiceLog wayTo(int state) {
        List<Choice> way = new ArrayList<>();
        for (int at = state; parents[at] != UNKNOWN; at = parents[at]) {
            way.add(choices[at]);
        }
        Collections.reverse(way);
        return new ChoiceLog(way);
    }
}
