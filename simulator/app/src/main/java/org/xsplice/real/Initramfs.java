// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.xsplice.input.InputFile;
import org.xsplice.input.InputKind;

/** Makes the first domain's file system: what was fetched for it, and the driver. */
final class Initramfs {
    private static final int CONSOLE_MAJOR = 5;
    private static final int CONSOLE_MINOR = 1;

    private Initramfs() {}

    static void write(Path target, Path root) throws IOException {
        try (CpioArchive archive = new CpioArchive(new BufferedOutputStream(Files.newOutputStream(target)))) {
            copy(archive, root);
            archive.folder("dev");
            archive.device("dev/console", CONSOLE_MAJOR, CONSOLE_MINOR);
            archive.file("init", true, resource("init"));
            archive.file("driver.py", false, resource("driver.py"));
        }
    }

    private static void copy(CpioArchive archive, Path root) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(root)) {
            files = walk.filter(f -> !f.equals(root)).sorted().toList();
        }
        for (Path file : files) {
            String name = root.relativize(file).toString();
            if (Files.isSymbolicLink(file)) {
                archive.link(name, Files.readSymbolicLink(file).toString());
            } else if (Files.isDirectory(file)) {
                archive.folder(name);
            } else {
                archive.file(name, Files.isExecutable(file), InputFile.read(file, InputKind.DOMAIN_FILE));
            }
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Initramfs.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }
}
