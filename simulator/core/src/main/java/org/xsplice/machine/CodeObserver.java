// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine;

/** Is told which instructions a CPU has executed. */
@FunctionalInterface
public interface CodeObserver {
    /**
     * Takes instructions that were executed one after the other, without a branch between them.
     *
     * @param first address of the first one
     * @param end address after the last one
     */
    void executed(long first, long end);
}
