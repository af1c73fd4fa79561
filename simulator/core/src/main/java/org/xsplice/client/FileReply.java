// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.client;

import org.xsplice.errno.Errno;

/** What came of the tool's attempt to read a payload; each way to fail has a message of its own. */
public sealed interface FileReply {

    /**
     * The file's bytes.
     *
     * @param bytes may be empty, which the tool cannot map
     */
    record Content(byte[] bytes) implements FileReply {}

    /** {@code open} failed. */
    record NotOpened(Errno errno) implements FileReply {}

    /** {@code stat} failed. */
    record NotSized(Errno errno) implements FileReply {}

    /** {@code mmap} failed, as it does for a directory. */
    record NotMapped(Errno errno) implements FileReply {}
}
