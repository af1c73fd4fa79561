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
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
        if (!Files.exists(jar)) {
            CoreJar.write(jar);
        }
        ProcessBuilder python = new ProcessBuilder("python3", jar.toString());
        python.command().addAll(List.of(arguments));
        python.environment().put("XDG_CACHE_HOME", folder.toString());
        python.environment().put("PIP_NO_INDEX", "1");
        Process process = python.redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }

    private static String sha256(byte[] content) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    /** A cache that has all engines, in the form of an older fetch: without sizes. */
    private Path cache() throws IOException, GeneralSecurityException {
        byte[] wanted = Files.readAllBytes(Checkout.file("simulator/engines/requirements.txt"));
        Path engines = Files.createDirectories(folder.resolve("xsplice/engines"));
        Files.writeString(engines.resolve("stamp"), sha256(wanted) + "\n");
        StringBuilder lines = new StringBuilder();
        for (String name : List.of("unicorn", "capstone", "keystone")) {
            byte[] content = name.getBytes(StandardCharsets.UTF_8);
            Files.write(engines.resolve(name + ".so"), content);
            lines.append("%s 1 %s.so %s a wheel\n".formatted(name, name, sha256(content)));
        }
        Files.writeString(engines.resolve("MANIFEST"), lines);
        return engines;
    }

    @Test
    void aCompleteCacheIsConfirmed() throws IOException, InterruptedException, GeneralSecurityException {
        Path manifest = cache().resolve("MANIFEST");
        assertThat(python()).isEqualTo(new Said(0, ""));
        assertThat(manifest)
                .as("it has sizes now")
                .content()
                .containsPattern("(?m)^unicorn 1 unicorn\\.so [0-9a-f]{64} 7 a wheel$");
        Files.setLastModifiedTime(manifest, FileTime.fromMillis(0));
        assertThat(python()).isEqualTo(new Said(0, ""));
        assertThat(Files.getLastModifiedTime(manifest).toMillis())
                .as("the fetch has found the cache and its own list")
                .isPositive();
    }

    @Test
    void whatWasLeftBehindGoes() throws IOException, InterruptedException, GeneralSecurityException {
        Path left = Files.createDirectories(cache().resolve("fetch-abc/deep"));
        Files.writeString(left.resolve("file"), "half");
        assertThat(python()).isEqualTo(new Said(0, ""));
        assertThat(left.getParent()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unicorn", "capstone", "keystone"})
    void aDamagedEngineIsToldAndFetchedAgain(String engine)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path library = cache().resolve(engine + ".so");
        Files.writeString(library, engine.toUpperCase(Locale.ROOT));
        Said said = python("--source", "pypi", "--keep");
        assertThat(said.code()).as("there is no network").isEqualTo(4);
        assertThat(said.text())
                .startsWith("engines: " + engine + " is damaged: " + library + " is not what was fetched\n")
                .contains("engines: fetching unicorn ");
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
