// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.text;

/**
 * A place in a file that a user wrote.
 *
 * @param file as the user named it
 * @param line from 1; 0 where the file as a whole is meant
 * @param column from 1
 */
public record FilePosition(String file, int line, int column) {
    /** Names the file as a whole. */
    public static FilePosition whole(String file) {
        return new FilePosition(file, 0, 0);
    }

    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
