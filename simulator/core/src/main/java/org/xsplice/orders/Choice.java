// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.orders;

import java.util.Locale;

/**
 * What can come next, where somebody chooses.
 *
 * @param cpu number of the CPU that it is about, or 0 where it is about none
 */
public record Choice(Kind kind, int cpu) implements Comparable<Choice> {
    /** What comes next. */
    public enum Kind {
        /** A CPU makes a step: up to and with its next access to what others can see. */
        CPU,
        /** A CPU gets an NMI. */
        NMI,
        /** A CPU that lags behind fetches its instructions again. */
        FETCH,
        /** A CPU that is being plugged or unplugged has been. */
        PLUG,
        /** The master's deadline passes. */
        DEADLINE,
        /** The next step of the scenario is done. */
        STEP;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Makes the choice of a CPU's next step. */
    public static Choice cpu(int cpu) {
        return new Choice(Kind.CPU, cpu);
    }

    /** Returns whether it is about one CPU. */
    private boolean ofCpu() {
        return kind != Kind.DEADLINE && kind != Kind.STEP;
    }

    /** Returns whether both are about the same CPU. */
    public boolean sameCpu(Choice other) {
        return ofCpu() && other.ofCpu() && cpu == other.cpu;
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static Choice parse(String text) {
        for (Kind kind : Kind.values()) {
            if (text.startsWith(kind.word())) {
                String number = text.substring(kind.word().length());
                Choice choice = new Choice(kind, number.matches("[0-9]{1,9}") ? Integer.parseInt(number) : 0);
                if (choice.toString().equals(text)) {
                    return choice;
                }
            }
        }
        throw new IllegalArgumentException("this is not a choice: " + text);
    }

    @Override
    public int compareTo(Choice other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : Integer.compare(cpu, other.cpu);
    }

    @Override
    public String toString() {
        return ofCpu() ? kind.word() + cpu : kind.word();
    }
}
