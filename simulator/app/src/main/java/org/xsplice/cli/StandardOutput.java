// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * The standard output of the process. Writers above it keep the failure of a write to themselves; it remembers the first one,
 * and drops what comes after.
 */
final class StandardOutput extends OutputStream {
    private final FileOutputStream file = new FileOutputStream(FileDescriptor.out);
    private IOException lost;

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        if (lost == null) {
            try {
                file.write(bytes, from, length);
            } catch (IOException e) {
                lost = e;
            }
        }
    }

    /** Returns why the output is not all where it should be, or nothing where it is. */
    Optional<IOException> lost() {
        return Optional.ofNullable(lost);
    }
}
