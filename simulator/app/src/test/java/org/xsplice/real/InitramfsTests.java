// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the first domain finds. */
class InitramfsTests {

    @TempDir
    private Path folder;

    @Test
    void hasTheFetchedFilesAndTheDriver() throws IOException {
        Path root = Files.createDirectories(folder.resolve("root/lib")).getParent();
        Files.writeString(root.resolve("lib/libc.so.6"), "library");
        Files.createSymbolicLink(root.resolve("lib64"), Path.of("lib"));
        Initramfs.write(folder.resolve("out"), root);

        Map<String, CpioReader.Entry> entries = CpioReader.read(Files.readAllBytes(folder.resolve("out"))).stream()
                .collect(toMap(CpioReader.Entry::name, e -> e));
        assertThat(entries).containsKeys("lib", "lib/libc.so.6", "lib64", "dev/console", "init", "driver.py");
        assertThat(entries.get("lib64").text()).isEqualTo("lib");
        assertThat(entries.get("init").mode() & 0111).isEqualTo(0111);
        assertThat(entries.get("init").text()).startsWith("#!/bin/busybox sh\n").contains("/driver.py /dev/ttyS1");
    }
}
