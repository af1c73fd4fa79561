// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.input;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads files. Only regular ones are opened, and no more is read of them than their kind may have. */
public final class InputFile {
    private static final byte[] GZIP_MAGIC = {0x1f, (byte) 0x8b};
    private static final int CHUNK = 1 << 16;

    private InputFile() {}

    /**
     * Reads a file.
     *
     * @throws UnfitFileException if it is no regular file, is larger than its kind may be, or changes while it is read
     * @throws IOException if it is not there or cannot be read; {@link #problem} says that in words
     */
    public static byte[] read(Path file, InputKind kind) throws IOException {
        long size = sizeOf(file, kind);
        try (InputStream in = Files.newInputStream(file)) {
            return exactly(in, size);
        }
    }

    /**
     * Reads a file, and unpacks it where it is gzipped.
     *
     * @throws UnfitFileException as {@link #read}; and if it is a damaged gzip file, or unpacks to more than its kind may have
     * @throws IOException if it is not there or cannot be read
     */
    public static byte[] unpacked(Path file, InputKind kind) throws IOException {
        sizeOf(file, kind);
        if (!Arrays.equals(beginning(file, GZIP_MAGIC.length), GZIP_MAGIC)) {
            return read(file, kind);
        }
        try {
            long size;
            try (InputStream in = gunzip(file)) {
                size = count(in, kind.limit());
            }
            if (size > kind.limit()) {
                throw new UnfitFileException("it has more than " + kind.limitInWords("when it is unpacked"));
            }
            try (InputStream in = gunzip(file)) {
                return exactly(in, size);
            }
        } catch (EOFException e) {
            throw new UnfitFileException("a damaged gzip file: it ends too soon");
        } catch (ZipException e) {
            throw new UnfitFileException("a damaged gzip file: " + e.getMessage());
        }
    }

    /**
     * Reads what has no name, such as standard input, to its end.
     *
     * @throws UnfitFileException if there is more than the kind may have
     */
    public static byte[] read(InputStream in, InputKind kind) throws IOException {
        byte[] bytes = in.readNBytes(kind.limit() + 1);
        if (bytes.length > kind.limit()) {
            throw new UnfitFileException("it has more than " + kind.limitInWords());
        }
        return bytes;
    }

    /**
     * Reads as much of a file as its kind may have. The file may grow meanwhile.
     *
     * @throws UnfitFileException if it is no regular file
     */
    public static byte[] beginning(Path file, InputKind kind) throws IOException {
        return beginning(file, kind.limit());
    }

    private static byte[] beginning(Path file, int length) throws IOException {
        long size = attributes(file).size();
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes((int) Math.min(size, length));
        }
    }

    /**
     * Reads the last bytes of a file. The file may grow meanwhile.
     *
     * @param length at most so many
     * @throws UnfitFileException if it is no regular file
     */
    public static byte[] end(Path file, int length) throws IOException {
        long size = attributes(file).size();
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position(Math.max(0, size - length));
            return Channels.newInputStream(channel).readNBytes((int) Math.min(size, length));
        }
    }

    /** Says why a file could not be read; the sentence does not name it. */
    public static String problem(IOException e) {
        if (e instanceof UnfitFileException) {
            return e.getMessage();
        }
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "you may not read it";
        }
        String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        return "it cannot be read" + (reason == null ? "" : ": " + reason);
    }

    private static long sizeOf(Path file, InputKind kind) throws IOException {
        long size = attributes(file).size();
        if (size > kind.limit()) {
            throw new UnfitFileException("it has " + mebibytes(size) + " MiB, more than " + kind.limitInWords());
        }
        return size;
    }

    private static long mebibytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        BasicFileAttributes attributes = attributesOfAny(file);
        if (attributes.isDirectory()) {
            throw new UnfitFileException("a folder, not a file");
        }
        if (!attributes.isRegularFile()) {
            throw new UnfitFileException("not a regular file, but a pipe, a socket or a device");
        }
        return attributes;
    }

    /**
     * Returns the attributes of whatever is there. Newer Javas say that there is no such file where the system says that what
     * is above it is no folder; this says it as the system does.
     */
    public static BasicFileAttributes attributesOfAny(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw isBelowAFile(file) ? new FileSystemException(file.toString(), null, "Not a directory") : e;
        }
    }

    private static boolean isBelowAFile(Path file) {
        Path above = file.toAbsolutePath().getParent();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        return above != null && !Files.isDirectory(above);
    }

    private static byte[] exactly(InputStream in, long size) throws IOException {
        byte[] bytes = new byte[(int) size];
        if (in.readNBytes(bytes, 0, bytes.length) != size || in.read() >= 0) {
            throw new UnfitFileException("its size changes while it is read; copy it first");
        }
        return bytes;
    }

    private static InputStream gunzip(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            return new GZIPInputStream(in, CHUNK);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** Returns how many bytes come, or one more than the limit where there are more. */
    private static long count(InputStream in, long limit) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long count = 0;
        for (int read = in.read(chunk); read >= 0 && count <= limit; read = in.read(chunk)) {
            count += read;
        }
        return count;
    }
}
