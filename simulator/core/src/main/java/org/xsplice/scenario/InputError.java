// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario;

import org.xsplice.text.FilePosition;

/**
 * Something in a scenario file that cannot be used.
 *
 * @param problem what is wrong
 * @param expected what would be right, or an empty string
 * @param nearMiss what was probably meant, or an empty string
 */
public record InputError(FilePosition place, String problem, String expected, String nearMiss) {
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder().append(place).append(": ").append(problem);
        if (!expected.isEmpty()) {
            line.append("; expected ").append(expected);
        }
        if (!nearMiss.isEmpty()) {
            line.append("; did you mean ").append(nearMiss).append('?');
        }
        return line.toString();
    }
}
