// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

/** Damages one input after the other. */
interface CaseSource extends AutoCloseable {
    /** Damages the next one; {@link FuzzCase#run} must follow. */
    FuzzCase prepare(long number);

    @Override
    default void close() {}
}
