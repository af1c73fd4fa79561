// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.support.Fixtures;

/** Finding what was fetched. */
class RealXenTests {

    @TempDir
    private Path cache;

    private final String buildId = Fixtures.guest("endbr").buildId().toString();

    @BeforeEach
    void twoVersionsOneOfThemNoImage() throws IOException {
        Files.createDirectories(cache.resolve("4.17.1"));
        Files.writeString(cache.resolve("4.17.1/xen-syms"), "no image");
        Files.createDirectories(cache.resolve("4.17.2/domain"));
        Files.copy(Fixtures.path("guests/endbr/xen-syms"), cache.resolve("4.17.2/xen-syms"));
        Files.createSymbolicLink(cache.resolve("1-first-by-name"), Path.of("4.17.2"));
    }

    @Test
    void isFoundByItsBuild() throws IOException {
        RealXen xen = RealXen.ofBuild(cache, buildId).orElseThrow();
        assertThat(xen.version()).isEqualTo("4.17.2");
        assertThat(xen.hasDomain()).isFalse();
        Files.writeString(cache.resolve("4.17.2/domain/MANIFEST"), "");
        assertThat(xen.hasDomain()).isTrue();
    }

    @Test
    void releaseIsInItsVersion() {
        assertThat(new RealXen(cache.resolve("4.20.4+63-g7abfd2bce2-0+deb13u1")).release())
                .isEqualTo("4.20");
        assertThat(new RealXen(cache.resolve("4.14.6-1")).release()).isEqualTo("4.14");
    }

    @Test
    void anotherBuildIsNotThere() {
        assertThat(RealXen.ofBuild(cache, "00")).isEmpty();
        assertThat(RealXen.ofBuild(cache.resolve("none"), buildId)).isEmpty();
    }
}
