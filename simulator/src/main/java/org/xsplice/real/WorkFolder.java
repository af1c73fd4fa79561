// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The files of one question.
 *
 * @param folder a temporary one
 * @param keep whether it stays
 */
public record WorkFolder(Path folder, boolean keep) implements AutoCloseable {
    /**
     * Makes one.
     *
     * @param keep whether it is to stay when closed
     */
    public static WorkFolder create(boolean keep) throws IOException {
        return new WorkFolder(Files.createTempDirectory("xsplice-real-"), keep);
    }

    Path hypervisor() {
        return folder.resolve("xen");
    }

    Path initramfs() {
        return folder.resolve("initramfs.cpio");
    }

    /** Returns the file of the hypervisor's console. */
    public Path console() {
        return folder.resolve("console.log");
    }

    /** Returns the file of what the driver tells. */
    Path events() {
        return folder.resolve("events.json");
    }

    /** Returns the file of what QEMU says. */
    Path complaints() {
        return folder.resolve("qemu.log");
    }

    @Override
    public void close() {
        if (keep) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
