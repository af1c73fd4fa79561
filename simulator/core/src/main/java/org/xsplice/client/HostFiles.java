// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.client;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.xsplice.errno.Errno;
import org.xsplice.input.InputFile;
import org.xsplice.input.InputKind;

/**
 * The files of the machine that this program runs on. Of one that is much larger than a hypervisor takes there is only the
 * beginning: it is refused for its size.
 *
 * @param base what relative paths start from
 */
public record HostFiles(Path base) implements ToolFiles {
    /** Where the type is in the mode of a file: below it are 12 bits of permissions. */
    private static final int FILE_TYPE = 12;

    private static final int SOCKET = 0xc;

    @Override
    public FileReply read(String path) {
        if (path.isEmpty()) {
            return new FileReply.NotOpened(Errno.ENOENT);
        }
        try {
            return content(base.resolve(path));
        } catch (IOException | InvalidPathException e) {
            return new FileReply.NotOpened(errno(e));
        }
    }

    /** What is no regular file has no size, and so the tool cannot map it; a socket it cannot even open. */
    private static FileReply content(Path file) throws IOException {
        BasicFileAttributes attributes = InputFile.attributesOfAny(file);
        if (attributes.isDirectory()) {
            return new FileReply.NotMapped(Errno.ENODEV);
        }
        if (attributes.isRegularFile()) {
            return new FileReply.Content(InputFile.beginning(file, InputKind.PAYLOAD));
        }
        return isSocket(file) ? new FileReply.NotOpened(Errno.ENXIO) : new FileReply.Content(new byte[0]);
    }

    private static boolean isSocket(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:mode") >> FILE_TYPE == SOCKET;
    }

    private static Errno errno(Exception e) {
        if (e instanceof NoSuchFileException || e instanceof InvalidPathException) {
            return Errno.ENOENT;
        }
        if (e instanceof AccessDeniedException) {
            return Errno.EACCES;
        }
        String reason = e instanceof FileSystemException file ? String.valueOf(file.getReason()) : "";
        for (Errno errno : Errno.values()) {
            if (reason.equals(errno.text())) {
                return errno;
            }
        }
        return Errno.EIO;
    }
}
