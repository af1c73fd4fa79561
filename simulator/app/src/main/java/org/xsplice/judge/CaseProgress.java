// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

/** Is told how far a long work is. */
@FunctionalInterface
public interface CaseProgress {
    /** Tells no one. */
    CaseProgress NONE = (done, total) -> {};

    /**
     * Some of the work is done.
     *
     * @param done cases that are done
     * @param total all cases
     */
    void at(int done, int total);
}
