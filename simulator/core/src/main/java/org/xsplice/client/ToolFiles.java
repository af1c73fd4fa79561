// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.client;

/** The files that the tool sees. */
@FunctionalInterface
public interface ToolFiles {
    /**
     * Reads a whole file.
     *
     * @param path as it stands in the tool's arguments
     */
    FileReply read(String path);
}
