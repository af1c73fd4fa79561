// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.xsplice.input.InputFile;
import org.xsplice.input.InputKind;

/** Makes the first domain's file system: what was fetched for it, the driver, and its errand. */
final class Initramfs {
    private static final ObjectMapper ASCII_JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final int CONSOLE_MAJOR = 5;
    private static final int CONSOLE_MINOR = 1;

    private Initramfs() {}

    static void write(Path target, Path root, Errand errand) throws IOException {
        try (CpioArchive archive = new CpioArchive(new BufferedOutputStream(Files.newOutputStream(target)))) {
            copy(archive, root);
            archive.folder("dev");
            archive.device("dev/console", CONSOLE_MAJOR, CONSOLE_MINOR);
            archive.file("init", true, resource("init"));
            archive.file("driver.py", false, resource("driver.py"));
            archive.file("steps.json", false, ASCII_JSON.writeValueAsBytes(errand.steps()));
            archive.folder("payloads");
            for (Map.Entry<String, byte[]> payload : new TreeMap<>(errand.payloads()).entrySet()) {
                archive.file("payloads/" + payload.getKey(), false, payload.getValue());
            }
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
