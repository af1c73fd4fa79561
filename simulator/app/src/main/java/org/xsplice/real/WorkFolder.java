// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of one question, in a temporary folder. It is removed when it is closed, and when the process is asked to end; what
 * was left by one that had no time for that goes when the next is made.
 */
public final class WorkFolder implements AutoCloseable {
    private static final String PREFIX = "xsplice-real-";
    /** Locked by the process that uses the folder; a folder that will be kept has none. */
    private static final String IN_USE = ".in-use";

    private final Path folder;
    private final boolean keep;
    private final Thread atTheEnd = new Thread(this::removeAtTheEnd);
    /** Holds the lock while it is open. */
    private FileChannel inUse;

    WorkFolder(Path folder, boolean keep) {
        this.folder = folder;
        this.keep = keep;
    }

    /**
     * Makes one.
     *
     * @param keep whether it is to stay when closed
     */
    public static WorkFolder create(boolean keep) throws IOException {
        return create(Path.of(System.getProperty("java.io.tmpdir")), keep);
    }

    static WorkFolder create(Path parent, boolean keep) throws IOException {
        sweep(parent);
        WorkFolder work = new WorkFolder(Files.createTempDirectory(parent, PREFIX), keep);
        if (!keep) {
            // Locked before it has its name: another process that removes old folders never finds it unlocked.
            Path unnamed = work.folder.resolve(IN_USE + ".new");
            work.inUse = FileChannel.open(unnamed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            work.inUse.lock();
            Files.move(unnamed, work.folder.resolve(IN_USE));
            Runtime.getRuntime().addShutdownHook(work.atTheEnd);
        }
        return work;
    }

    /** Removes the folders whose process is gone. */
    private static void sweep(Path parent) throws IOException {
        List<Path> unused = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : folders) {
                if (isUnused(folder.resolve(IN_USE))) {
                    unused.add(folder);
                }
            }
        }
        for (Path folder : unused) {
            remove(folder);
        }
    }

    private static boolean isUnused(Path lock) {
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            return channel.tryLock() != null;
        } catch (IOException | OverlappingFileLockException e) {
            return false;
        }
    }

    /** Returns the folder. */
    public Path folder() {
        return folder;
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

    /** Returns the file with what the driver is asked. */
    Path errand() {
        return folder.resolve("errand");
    }

    /** Returns the file with the driver's output. */
    Path events() {
        return folder.resolve("events.json");
    }

    /** Returns the file with QEMU's output. */
    Path complaints() {
        return folder.resolve("qemu.log");
    }

    @Override
    public void close() {
        if (keep) {
            return;
        }
        Runtime.getRuntime().removeShutdownHook(atTheEnd);
        try {
            remove(folder);
            inUse.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Others may still be writing here while the process ends; what they leave, the next one sweeps. */
    private void removeAtTheEnd() {
        try {
            remove(folder);
        } catch (IOException e) {
            // There is nobody left to tell.
        }
    }

    /** Removes a folder; the mark by which it is found goes last. */
    private static void remove(Path folder) throws IOException {
        Path mark = folder.resolve(IN_USE);
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> inside = walk.sorted(Comparator.reverseOrder())
                    .filter(file -> !file.equals(folder) && !file.equals(mark))
                    .toList();
            for (Path file : inside) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(mark);
        Files.deleteIfExists(folder);
    }
}
