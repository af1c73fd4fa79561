// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.xsplice.machine.unicorn.UnicornMachine;
import org.xsplice.profile.Profiles;
import org.xsplice.state.HostState;
import org.xsplice.support.Fixtures;
import org.xsplice.time.VirtualTime;

/** The example of the package's comment. */
class PackageExampleTests {
    @Test
    void callsAFunction() throws IOException {
        HypervisorImage image = HypervisorImage.open(Fixtures.path("guests/plain/xen-syms"));
        try (BootedImage booted =
                new BootedImage(image, new UnicornMachine(1), Profiles.XEN_4_17, GuestLayout.XEN_4_17)) {
            Hypervisor hypervisor = new Hypervisor(booted, new HostState(), event -> {}, () -> VirtualTime.START);
            long string = hypervisor.call(0, "xen_extra_version");
            assertThat(hypervisor.readString(string)).isEqualTo(".0-embedded");
        }
    }
}
