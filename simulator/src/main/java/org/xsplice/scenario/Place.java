// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario;

/**
 * A place in a scenario file.
 *
 * @param file as the user named it
 * @param line from 1; 0 where the file as a whole is meant
 * @param column from 1
 */
public record Place(String file, int line, int column) {
    static Place whole(String file) {
        return new Place(file, 0, 0);
    }

    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
