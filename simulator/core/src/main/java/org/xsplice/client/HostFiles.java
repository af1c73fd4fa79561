// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.client;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.xsplice.errno.Errno;

/**
 * The files of the machine that this program runs on.
 *
 * @param base what relative paths start from
 */
public record HostFiles(Path base) implements ToolFiles {

    @Override
    public FileReply read(String path) {
        if (path.isEmpty()) {
            return new FileReply.NotOpened(Errno.ENOENT);
        }
        try {
            Path file = base.resolve(path);
            if (Files.isDirectory(file)) {
                return new FileReply.NotMapped(Errno.ENODEV);
            }
            return new FileReply.Content(Files.readAllBytes(file));
        } catch (IOException | InvalidPathException e) {
            return new FileReply.NotOpened(errno(e));
        }
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
