// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntegrityTests {
    private static final FileTime FETCHED = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    private static final FileTime LATER = FileTime.from(Instant.parse("2026-01-02T00:00:00Z"));
    /** SHA-256 of "good". */
    private static final String HASH = "770e607624d689265ca6c44884d0807d9b054d23c473c106c72be9de08b7376c";

    @TempDir
    private Path folder;

    private EngineFile library;

    @BeforeEach
    void fetched() throws IOException {
        library = new EngineFile(Engine.UNICORN, folder.resolve("libunicorn.so.2"), "a wheel");
        library("good", FETCHED);
        manifest("unicorn 2 libunicorn.so.2 " + HASH + " 4 a wheel\n");
    }

    private void library(String content, FileTime time) throws IOException {
        Files.writeString(library.file(), content);
        Files.setLastModifiedTime(library.file(), time);
    }

    private void manifest(String text) throws IOException {
        Path manifest = Files.writeString(folder.resolve("MANIFEST"), text);
        Files.setLastModifiedTime(manifest, FETCHED);
    }

    private void assertDamaged(String how) {
        assertThatThrownBy(() -> Integrity.requireSame(library))
                .isInstanceOf(MissingEngineException.class)
                .hasMessageStartingWith("Unicorn at " + library.file() + " is damaged: " + how + ". Run `")
                .hasMessageNotContaining("apt-get");
    }

    @Test
    void whatWasFetchedIsGood() {
        assertThatCode(() -> Integrity.requireSame(library)).doesNotThrowAnyException();
        assertThatCode(() -> Integrity.requireSameContent(library)).doesNotThrowAnyException();
    }

    @Test
    void anotherSizeIsSeenWhateverItsTime() throws IOException {
        library("goo", FETCHED);
        assertDamaged("it has 3 bytes, and had 4 when it was fetched");
    }

    @Test
    void whatIsNewerIsComparedAsAWhole() throws IOException {
        library("evil", LATER);
        assertDamaged("its content is not what was fetched");
        library("good", LATER);
        assertThatCode(() -> Integrity.requireSame(library)).doesNotThrowAnyException();
    }

    @Test
    void whatIsAsOldIsNotReadAtEachStart() throws IOException {
        library("evil", FETCHED);
        assertThatCode(() -> Integrity.requireSame(library)).doesNotThrowAnyException();
        assertThatThrownBy(() -> Integrity.requireSameContent(library))
                .hasMessageContaining(" is damaged: its content is not what was fetched. Run ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "capstone 5 libcapstone.so 0 4 a wheel\n", "unicorn 2 libunicorn.so.2"})
    void aManifestThatDoesNotNameItIsNoGoodOne(String manifest) throws IOException {
        manifest(manifest);
        assertDamaged(folder.resolve("MANIFEST") + " does not name it");
    }

    @Test
    void aManifestWithoutSizesStillHasHashes() throws IOException {
        manifest("unicorn 2 libunicorn.so.2 " + HASH + " PyPI wheel\n");
        assertThatCode(() -> Integrity.requireSameContent(library)).doesNotThrowAnyException();
        library("goo", LATER);
        assertDamaged("its content is not what was fetched");
    }

    @Test
    void whatTheSystemBringsIsTaken() throws IOException {
        Files.delete(folder.resolve("MANIFEST"));
        library("any", LATER);
        assertThatCode(() -> Integrity.requireSameContent(library)).doesNotThrowAnyException();
    }

    private String mend(Optional<Path> checkout, Path cache) {
        EngineFolders folders = new EngineFolders(Optional.empty(), Optional.empty(), checkout, cache);
        String message = MissingEngineException.damaged(library, "so", folders).getMessage();
        return message.substring(message.indexOf("Run ") + 4);
    }

    @Test
    void theCommandThatMendsIsThatOfTheFolder() throws IOException {
        Path engines = Files.createDirectory(folder.resolve(".engines"));
        Path elsewhere = folder.resolve("elsewhere");
        assertThat(mend(Optional.empty(), elsewhere)).matches("`python3 \\S+ --into " + folder + "`\\.");
        assertThat(mend(Optional.empty(), folder)).matches("`python3 \\S+`\\.");
        assertThat(mend(Optional.of(engines), elsewhere))
                .matches("`\\S+/simulator/engines/fetch --into " + folder + "`\\.");
        library = new EngineFile(Engine.UNICORN, engines.resolve("libunicorn.so.2"), "a wheel");
        assertThat(mend(Optional.of(engines), elsewhere)).isEqualTo("`make engines` in the project's folder.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "libunicorn.so.2: failed to map segment from shared object",
                "libunicorn.so.2: cannot open shared object file: Too many open files",
                "libunicorn.so.2: Cannot allocate memory"
            })
    void whatTheSystemRefusesIsNotMendedByAnotherLibrary(String reason) {
        assertThat(MissingEngineException.notLoaded(library, reason).getMessage())
                .startsWith("Unicorn at " + library.file() + " cannot be loaded (" + reason + "): ")
                .contains(reason.contains("files") ? "`ulimit -n`" : "`ulimit -v`")
                .doesNotContain("apt-get", "fetch", "make");
        assertThat(MissingEngineException.notLoaded(library, "invalid ELF header")
                        .getMessage())
                .contains("apt-get install libunicorn2");
    }
}
