// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.EventLog;
import org.xsplice.event.PayloadState;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.profile.Profiles;
import org.xsplice.schedule.Strategy;
import org.xsplice.support.Fixtures;
import org.xsplice.time.Duration;

/** The example of the package's comment. */
class PackageExampleTests {
    private final HypervisorImage image = Fixtures.guest("plain");
    private final byte[] payload = Fixtures.payload("plain", "xen_hello_world", Profiles.XEN_4_17);

    @Test
    void goesBackAndForward() {
        HostSpec spec = new HostSpec(image, Profiles.XEN_4_17, PlaneKind.MODEL, 2, Strategy.roundRobin(), 1000);
        try (Host host = Host.boot(spec, new EventLog())) {
            host.plane().upload("hello", payload);
            Moment loaded = host.keep();
            host.plane().action(ActionCommand.APPLY.code(), "hello", Duration.ZERO, 0);
            host.plane().finishAction(Duration.ofMillis(30));
            Position applied = host.position();
            host.restore(loaded); // as if it had never been applied
            assertThat(state(host)).isEqualTo(PayloadState.CHECKED.code());
            host.goTo(applied); // and applied again
            assertThat(state(host)).isEqualTo(PayloadState.APPLIED.code());
        }
    }

    /** Looks without asking the host: that would begin another future. */
    private static int state(Host host) {
        return host.booted().statuses().get(0).state();
    }
}
