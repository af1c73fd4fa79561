// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.errno.Errno;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.Event;
import org.xsplice.event.EventLog;
import org.xsplice.plane.PayloadStatus;
import org.xsplice.plane.model.ModelPlane;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.support.Fixtures;
import org.xsplice.support.Host;
import org.xsplice.time.Duration;

/** The rendezvous of CPUs that execute the embedded guest meanwhile. */
class SchedulerTests {
    private static final int DO_BUSY = 63;
    private static final long MS = 1_000_000;
    private static final String HELLO = "hello_world";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 64})
    void gathersAllCpus(int cpus) {
        try (Host host = new Host("plain", Profiles.XEN_4_17, cpus)) {
            host.upload(HELLO);
            assertThat(host.apply(HELLO)).isZero();
            assertThat(host.status(HELLO)).isEqualTo(new PayloadStatus(HELLO, PayloadStatus.APPLIED, 0));
            for (int cpu = 0; cpu < cpus; cpu++) {
                assertThat(host.extraVersion(cpu)).as("on CPU %d", cpu).isEqualTo("Hello World!");
            }
        }
    }

    @Test
    void aCpuThatComesLateMakesTheActionTimeOutAndChangesNothing() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, 3)) {
            byte[] text = host.text();
            host.upload(HELLO);
            assertThat(host.plane().virtualCpus().orElseThrow().post(2, DO_BUSY, 40 * MS / 2))
                    .isTrue();
            host.plane().run(Duration.ofMicros(10));
            int before = host.log().size();
            assertThat(host.apply(HELLO)).isZero();
            assertThat(host.status(HELLO)).isEqualTo(new PayloadStatus(HELLO, PayloadStatus.CHECKED, Errno.EBUSY.rc()));
            assertThat(host.console(before))
                    .containsExactly(
                            "livepatch: hello_world: Verifying enabled expectations for all functions",
                            "livepatch: hello_world: Timed out on semaphore in CPU quiesce phase 1/2",
                            "livepatch: hello_world finished APPLY with rc=-16");
            assertThat(host.text()).isEqualTo(text);
            host.plane().run(Duration.ofMillis(40));
            assertThat(host.apply(HELLO)).isZero();
            assertThat(host.extraVersion()).isEqualTo("Hello World!");
        }
    }

    @Test
    void theDeadlineIsTheOneAskedFor() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, 2)) {
            host.upload(HELLO);
            host.plane().virtualCpus().orElseThrow().post(1, DO_BUSY, 10 * MS / 2);
            host.plane().run(Duration.ofMicros(10));
            host.plane().action(ActionCommand.APPLY.code(), HELLO, Duration.ofMillis(5), 0);
            host.plane().finishAction(Duration.ofMillis(60));
            assertThat(host.status(HELLO).rc()).isEqualTo(Errno.EBUSY.rc());
            host.plane().action(ActionCommand.APPLY.code(), HELLO, Duration.ofMillis(20), 0);
            host.plane().finishAction(Duration.ofMillis(60));
            assertThat(host.status(HELLO)).isEqualTo(new PayloadStatus(HELLO, PayloadStatus.APPLIED, 0));
        }
    }

    @Test
    void aHypercallRunsInTheGuestWhileTimePasses() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, 2)) {
            long buffer = host.hypervisor().vmalloc().allocate(4096);
            host.plane().virtualCpus().orElseThrow().post(1, 17, 1, buffer);
            host.plane().run(Duration.ofMillis(1));
            assertThat(host.hypervisor().readString(buffer)).isEqualTo(".0-embedded");
            host.upload(HELLO);
            host.apply(HELLO);
            host.plane().virtualCpus().orElseThrow().post(1, 17, 1, buffer);
            host.plane().run(Duration.ofMillis(1));
            assertThat(host.hypervisor().readString(buffer)).isEqualTo("Hello World!");
        }
    }

    @Test
    void guestCodePrintsOnTheConsole() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, 2)) {
            long buffer = host.hypervisor().vmalloc().allocate(4096);
            byte[] text = "from a guest\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            host.hypervisor().memory().write(buffer, text);
            host.plane().virtualCpus().orElseThrow().post(1, 18, 0, text.length, buffer);
            host.plane().run(Duration.ofMillis(1));
            assertThat(host.console(0)).containsExactly("from a guest");
        }
    }

    @Test
    void equalSeedsGiveEqualEvents() {
        assertThat(eventsOf(Profiles.XEN_4_17, Strategy.random(7)))
                .isEqualTo(eventsOf(Profiles.XEN_4_17, Strategy.random(7)));
        assertThat(eventsOf(Profiles.XSPLICE_2016, Strategy.random(7)))
                .isEqualTo(eventsOf(Profiles.XSPLICE_2016, Strategy.random(7)));
        assertThat(eventsOf(Profiles.XEN_4_17, Strategy.random(8)))
                .isNotEqualTo(eventsOf(Profiles.XEN_4_17, Strategy.random(7)));
    }

    private static List<Event> eventsOf(Profile profile, Strategy strategy) {
        EventLog log = new EventLog();
        try (ModelPlane plane = new ModelPlane(Fixtures.guest("plain"), profile, 4, strategy, 50, log)) {
            plane.upload(HELLO, Fixtures.payload("plain", "xen_hello_world", profile));
            plane.virtualCpus().orElseThrow().post(3, DO_BUSY, 300);
            plane.action(ActionCommand.APPLY.code(), HELLO, Duration.ZERO, 0);
            plane.finishAction(Duration.ofMillis(60));
            return List.copyOf(log.since(0));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyOrderSucceedsWithAQuantumOfOneInstruction(long seed) {
        EventLog log = new EventLog();
        try (ModelPlane plane =
                new ModelPlane(Fixtures.guest("endbr"), Profiles.XEN_4_17, 3, Strategy.random(seed), 1, log)) {
            plane.upload(HELLO, Fixtures.payload("endbr", "xen_hello_world", Profiles.XEN_4_17));
            plane.action(ActionCommand.APPLY.code(), HELLO, Duration.ZERO, 0);
            plane.finishAction(Duration.ofMillis(60));
            assertThat(plane.statuses()).as("seed %d", seed).containsExactly(new PayloadStatus(HELLO, 2, 0));
        }
    }
}
