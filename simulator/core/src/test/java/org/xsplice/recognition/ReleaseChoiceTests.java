// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.recognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.support.Fixtures;

class ReleaseChoiceTests {
    private static final byte MOV_EAX = (byte) 0xb8;

    /** An embedded guest whose {@code xen_minor_version} returns something else. */
    private static HypervisorImage ofMinor(int minor) throws IOException {
        byte[] file = Files.readAllBytes(Fixtures.path("guests/plain/xen-syms"));
        HypervisorImage image = HypervisorImage.parse("image", file);
        long address = image.symbols().require("xen_minor_version");
        int at = image.sections().stream()
                .filter(section -> Long.compareUnsigned(address - section.addr(), section.size()) < 0)
                .findFirst()
                .map(section -> (int) (section.offset() + address - section.addr()))
                .orElseThrow();
        assertThat(file[at]).isEqualTo(MOV_EAX);
        file[at + 1] = (byte) minor;
        return HypervisorImage.parse("image", file);
    }

    @Test
    void anUnknownReleaseIsNotJudged() throws IOException {
        HypervisorImage image = ofMinor(99);
        assertThatThrownBy(() -> ReleaseChoice.recognised(image))
                .isInstanceOf(UnknownReleaseException.class)
                .hasMessageContaining("Xen 4.99.0-embedded, which is not known")
                .hasMessageContaining("the nearest release is 4.22")
                .hasMessageContaining("inspect --as 4.22");
        HypervisorImage older = ofMinor(3);
        assertThatThrownBy(() -> ReleaseChoice.recognised(older)).hasMessageContaining("the nearest release is 4.14");
    }

    @Test
    void whoJudgesItAllTheSameIsTold() throws IOException {
        Profile release = Profiles.named("4.20").orElseThrow();
        assertThat(ReleaseChoice.as(ofMinor(99), release).name())
                .isEqualTo(release.name() + " (at your own risk: the image is Xen 4.99.0-embedded)");
        assertThat(ReleaseChoice.as(ofMinor(17), release).name()).isEqualTo(release.name());
    }

    @Test
    void aKnownOneIsJudgedByItsOwnRules() throws IOException {
        assertThat(ReleaseChoice.recognised(ofMinor(17)).name()).startsWith("xen-4.17");
        assertThat(ReleaseChoice.recognised(ofMinor(20)).name()).startsWith("xen-4.20");
    }
}
