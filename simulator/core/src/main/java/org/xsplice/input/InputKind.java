// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.input;

/** What a file is read as, and how many bytes of such a file are read at most. */
public enum InputKind {
    /** The choices of an order of events, too. */
    SCENARIO("a scenario", 4),
    /** Twice what a hypervisor takes, so that it can be seen refusing the rest. */
    PAYLOAD("a payload", 4),
    /** Also when it is unpacked. A xen-syms has 3 MiB, with everything for a debugger a few tens. */
    IMAGE("a hypervisor image", 128),
    /** A list of recorded cases. */
    CASES("a list of recorded cases", 16),
    /** A list of differences that are known. */
    DIFFERENCES("a list of known differences", 4),
    /** The list of the engines' libraries. */
    MANIFEST("a list of engines", 1),
    ENGINE("an engine's library", 64),
    /** What a real hypervisor, or what runs on it, has printed. */
    RECORDING("what a real hypervisor printed", 16),
    /** A file for the first domain of a real hypervisor. */
    DOMAIN_FILE("a file of the first domain", 64);

    private final String noun;
    private final int mebibytes;

    InputKind(String noun, int mebibytes) {
        this.noun = noun;
        this.mebibytes = mebibytes;
    }

    /** Returns the most bytes that such a file may have. */
    public int limit() {
        return mebibytes << 20;
    }

    /** Says how much may be read. */
    String limitInWords() {
        return mebibytes + " MiB, the most that is read of " + noun;
    }

    /** Says how much may be read of what is read in this way. */
    String limitInWords(String way) {
        return mebibytes + " MiB " + way + ", the most that is read of " + noun;
    }
}
