// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.event;

/** By what one CPU is asked to look at something. */
public enum InterruptKind {
    /** A tasklet is scheduled on it, as since Xen 4.8 for live patches. */
    TASKLET("tasklet"),
    /** An inter-processor interrupt, as in 2016. */
    IPI("IPI"),
    /** A non-maskable interrupt. */
    NMI("NMI");

    private final String word;

    InterruptKind(String word) {
        this.word = word;
    }

    /** Returns what people call it. */
    @Override
    public String toString() {
        return word;
    }
}
