// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import static org.xsplice.text.Formats.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes an archive of the form that Linux unpacks as its first file system: cpio "newc" (Linux:
 * Documentation/driver-api/early-userspace/buffer-format.rst). Everything in it belongs to root.
 */
final class CpioArchive implements Closeable {
    private static final int DIRECTORY = 0040755;
    private static final int FILE = 0100644;
    private static final int PROGRAM = 0100755;
    private static final int LINK = 0120777;
    private static final int DEVICE = 0020600;
    private static final int ALIGNMENT = 4;
    private static final String END = "TRAILER!!!";

    private final OutputStream out;
    private int entries;

    CpioArchive(OutputStream out) {
        this.out = out;
    }

    /** Adds a folder; it must come before what is in it. */
    void folder(String name) throws IOException {
        entry(name, DIRECTORY, 0, 0, new byte[0]);
    }

    void file(String name, boolean executable, byte[] content) throws IOException {
        entry(name, executable ? PROGRAM : FILE, 0, 0, content);
    }

    void link(String name, String target) throws IOException {
        entry(name, LINK, 0, 0, target.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a character device. */
    void device(String name, int major, int minor) throws IOException {
        entry(name, DEVICE, major, minor, new byte[0]);
    }

    private void entry(String name, int mode, int major, int minor, byte[] content) throws IOException {
        byte[] path = (name + "\0").getBytes(StandardCharsets.UTF_8);
        int[] fields = {++entries, mode, 0, 0, 1, 0, content.length, 0, 0, major, minor, path.length, 0};
        StringBuilder header = new StringBuilder("070701");
        for (int field : fields) {
            header.append(format("%08x", field));
        }
        out.write(header.toString().getBytes(StandardCharsets.US_ASCII));
        out.write(path);
        pad(header.length() + path.length);
        out.write(content);
        pad(content.length);
    }

    private void pad(int written) throws IOException {
        out.write(new byte[Math.floorMod(-written, ALIGNMENT)]);
    }

    /** Ends the archive, and closes what it is written to. */
    @Override
    public void close() throws IOException {
        try (out) {
            entry(END, 0, 0, 0, new byte[0]);
        }
    }
}
