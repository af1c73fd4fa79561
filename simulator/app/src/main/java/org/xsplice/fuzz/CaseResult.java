// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

/**
 * What came of one damaged file.
 *
 * @param detail what tells it from others of that ending: the check, the function, the cause
 */
public record CaseResult(Ending ending, String detail) {
    @Override
    public String toString() {
        return ending.title() + " " + detail;
    }
}
