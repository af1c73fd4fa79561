// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

/**
 * One thing that was not as recorded.
 *
 * @param field its name in the recording; {@code died} for the hypervisor's end as such
 * @param place where in a list, for example {@code [2]}, counted from 0; empty where it is none
 * @param expected what the real hypervisor did, in short
 * @param actual what ours did, in short
 */
record Mismatch(String field, String place, String expected, String actual) {
    static final String NOTHING = "nothing";
    static final String DIED = "died";

    /** The hypervisor died, or lived on, where the other did not. */
    static Mismatch died(String expected, String actual) {
        return new Mismatch(DIED, "", expected, actual);
    }

    /** The recorded step cannot be taken. */
    static Mismatch unknownCommand() {
        return new Mismatch("cmd", "", "a command of the format", NOTHING);
    }

    /** The simulator itself failed. */
    static Mismatch bug(Throwable failure) {
        return new Mismatch("simulator", "", "an outcome", failure.toString());
    }
}
