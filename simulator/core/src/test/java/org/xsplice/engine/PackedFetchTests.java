// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.support.CoreJar;
import org.xsplice.support.Programs;

/** {@code python3 xsplice-core.jar}, without a network: on a cache that is complete already. */
class PackedFetchTests {
    @TempDir
    private Path folder;

    private record Said(int code, String text) {}

    private Said python(String... arguments) throws IOException, InterruptedException {
        Programs.require("python3");
        Path jar = folder.resolve("xsplice core.jar");
        CoreJar.write(jar);
        ProcessBuilder python = new ProcessBuilder("python3", jar.toString());
        python.command().addAll(List.of(arguments));
        python.environment().put("XDG_CACHE_HOME", folder.toString());
        Process process = python.redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }

    @Test
    void fetchesIntoTheCache() throws IOException, InterruptedException, GeneralSecurityException {
        byte[] wanted = Files.readAllBytes(Checkout.file("simulator/engines/requirements.txt"));
        Path engines = Files.createDirectories(folder.resolve("xsplice/engines"));
        Files.writeString(
                engines.resolve("stamp"),
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(wanted)) + "\n");
        for (String name : List.of("u.so", "c.so", "k.so")) {
            Files.createFile(engines.resolve(name));
        }
        Path manifest = engines.resolve("MANIFEST");
        Files.writeString(manifest, "unicorn 2 u.so 0 w\ncapstone 5 c.so 0 w\nkeystone 0 k.so 0 w\n");
        Files.setLastModifiedTime(manifest, FileTime.fromMillis(0));

        assertThat(python()).isEqualTo(new Said(0, ""));
        assertThat(Files.getLastModifiedTime(manifest).toMillis())
                .as("the fetch has found the cache and its own list")
                .isPositive();
    }

    @Test
    void takesTheOptionsOfTheFetch() throws IOException, InterruptedException {
        assertThat(python("--source", "nowhere"))
                .matches(said -> said.code() == 2)
                .extracting(Said::text)
                .asString()
                .contains("invalid choice: 'nowhere'");
    }
}
