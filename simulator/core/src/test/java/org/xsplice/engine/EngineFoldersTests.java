// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineFoldersTests {
    @TempDir
    private Path folder;

    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void home() {
        properties.put("user.home", folder.resolve("home").toString());
    }

    private EngineFolders folders(Optional<Path> checkout) {
        return EngineFolders.of(properties::get, environment::get, checkout);
    }

    @Test
    void areLookedIntoInThisOrder() {
        properties.put("xsplice.engines", folder.resolve("property").toString());
        environment.put("XSPLICE_ENGINES", folder.resolve("variable").toString());
        environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        assertThat(folders(Optional.of(folder.resolve("checkout"))).inOrder())
                .containsExactly(
                        folder.resolve("property"),
                        folder.resolve("variable"),
                        folder.resolve("checkout/.engines"),
                        folder.resolve("cache/xsplice/engines"));
    }

    @Test
    void withoutCheckoutAndSettingsTheCacheIsLeft() {
        assertThat(folders(Optional.empty()).inOrder()).containsExactly(folder.resolve("home/.cache/xsplice/engines"));
    }

    @Test
    void whatSaysNothingIsPassedOver() {
        environment.put("XSPLICE_ENGINES", "");
        environment.put("XDG_CACHE_HOME", "not/absolute");
        assertThat(folders(Optional.empty()).inOrder()).containsExactly(folder.resolve("home/.cache/xsplice/engines"));
    }

    @Test
    void theFirstFolderThatHasAnEngineGivesIt() throws IOException {
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        Files.createFile(second.resolve("libkeystone.so"));
        Files.createFile(first.resolve("libcapstone.so.4"));
        Files.createFile(second.resolve("libcapstone.so.5"));
        Files.writeString(
                second.resolve("MANIFEST"), "keystone 0.9.2 libkeystone.so 00ff a wheel\nunicorn - - - missing\n");

        assertThat(EngineFinder.find(Engine.KEYSTONE, Stream.of(first, second)))
                .contains(new EngineFile(Engine.KEYSTONE, second.resolve("libkeystone.so"), "a wheel"));
        assertThat(EngineFinder.find(Engine.CAPSTONE, Stream.of(first, second)))
                .contains(
                        new EngineFile(Engine.CAPSTONE, first.resolve("libcapstone.so.4"), "installed on this system"));
        assertThat(EngineFinder.find(Engine.UNICORN, Stream.of(first, second))).isEmpty();
    }

    @Test
    void inACheckoutAMissingEngineIsFetchedByMake() {
        EngineFolders folders = folders(Optional.of(folder));
        assertThat(new MissingEngineException(Engine.UNICORN, folders))
                .hasMessage("Unicorn is missing: looked in " + folder.resolve(".engines") + ", "
                        + folder.resolve("home/.cache/xsplice/engines") + " and the system's library folders. "
                        + "Run `make engines` in the project's folder, or `apt-get install libunicorn2`.");
    }

    @Test
    void withoutCheckoutItIsFetchedByTheJar() {
        assertThat(new MissingEngineException(Engine.KEYSTONE, folders(Optional.empty())).getMessage())
                .matches(".* and the system's library folders\\. Run `python3 \\S+/core/target/\\S+`\\.");
    }
}
