// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.xsplice.input.InputFile;
import org.xsplice.input.InputKind;

/**
 * The whole state of a machine that has booted and waits for an errand: starting it again takes a second or two, booting
 * takes ten times as long. It is of use to the same QEMU with the same parts only, so its name tells what they were.
 *
 * @param accelerator that it needs
 * @param file where it is, or would be
 */
record SavedMachine(Accelerator accelerator, Path file) {
    private static final String PREFIX = "booted-";
    private static final int NAME_BYTES = 8;
    /** Where a machine's files are for the time being makes no difference. */
    private static final WorkFolder ANYWHERE = new WorkFolder(Path.of("/"), true);

    /**
     * Names the one of a machine.
     *
     * @param work has the parts that it boots from
     */
    static SavedMachine of(Path qemu, Accelerator accelerator, int cpus, RealXen xen, WorkFolder work)
            throws IOException {
        MessageDigest parts = sha256();
        parts.update(String.join(" ", QemuCommand.boot(qemu, accelerator, cpus, xen, ANYWHERE))
                .getBytes(StandardCharsets.UTF_8));
        parts.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(Files.size(qemu))
                .putLong(Files.getLastModifiedTime(qemu).toMillis())
                .flip());
        for (Path part : new Path[] {work.hypervisor(), xen.kernel(), work.initramfs()}) {
            parts.update(InputFile.read(part, InputKind.DOMAIN_FILE));
        }
        String name = HexFormat.of().formatHex(parts.digest(), 0, NAME_BYTES);
        return new SavedMachine(accelerator, xen.domain().resolve(kind(accelerator, cpus) + name));
    }

    private static String kind(Accelerator accelerator, int cpus) {
        return PREFIX + accelerator.word() + "-" + cpus + "-";
    }

    boolean exists() {
        return Files.isRegularFile(file);
    }

    /** Saves a machine, in place of those that were saved from other parts. */
    void write(Monitor monitor) throws IOException, InterruptedException {
        Path unfinished = Files.createTempFile(file.getParent(), ".booted-", "");
        try {
            monitor.save(unfinished);
            String kind = file.getFileName().toString().replaceFirst("[^-]*$", "");
            try (DirectoryStream<Path> others = Files.newDirectoryStream(file.getParent(), kind + "*")) {
                for (Path other : others) {
                    Files.delete(other);
                }
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    /** Returns a file's name as one word of a shell's. */
    static String forShell(Path file) {
        return "'" + file.toAbsolutePath().toString().replace("'", "'\\''") + "'";
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
