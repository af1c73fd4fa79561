// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xsplice.errno.Errno.EAGAIN;
import static org.xsplice.errno.Errno.EBUSY;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.xsplice.chance.Chance;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.CpuPhase;
import org.xsplice.event.Event;
import org.xsplice.event.EventData;
import org.xsplice.event.InterruptKind;
import org.xsplice.machine.Permission;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.PayloadStatus;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.support.Host;
import org.xsplice.time.Duration;

/** The protocol of docs/facts.md, section 6, in both forms: by IPI (2016) and by tasklet. */
class RendezvousTests {
    private static final String HELLO = "hello_world";
    private static final long US = 1000;
    private static final long MS = 1000 * US;
    private static final Span ONCE = Span.of(Duration.ZERO);

    static final List<Profile> BOTH_FORMS = List.of(Profiles.XSPLICE_2016, Profiles.XEN_4_17);

    private static Host host(Profile profile, int cpus, Activity... activities) {
        Host host = new Host("plain", profile, cpus);
        host.upload(HELLO);
        host.plane().virtualCpus().orElseThrow().play(List.of(activities), new Chance(1));
        return host;
    }

    private static Activity once(int cpu, Doing doing, Duration phase, Duration lasts) {
        return new Activity(cpu, doing, Span.of(lasts), Optional.empty(), Span.of(phase));
    }

    private static Activity nmis(int cpu, Duration every) {
        return new Activity(cpu, Doing.NMI, ONCE, Optional.of(Span.of(every)), ONCE);
    }

    /** Schedules it, and lets time pass until it is over. */
    private static void apply(Host host, Duration timeout) {
        host.plane().action(ActionCommand.APPLY.code(), HELLO, timeout, 0);
        host.plane().finishAction(timeout.times(2).plus(Duration.ofMillis(1)));
    }

    private static Stream<Event> events(Host host, Class<? extends EventData> kind) {
        return host.log().since(0).stream().filter(e -> kind.isInstance(e.data()));
    }

    private static long time(Host host, Class<? extends EventData> kind) {
        return events(host, kind).findFirst().orElseThrow().time().nanos();
    }

    private static List<String> timeouts(Host host) {
        return host.console(0).stream()
                .filter(line -> line.contains("Timed out"))
                .toList();
    }

    private static PayloadStatus checked(int rc) {
        return new PayloadStatus(HELLO, PayloadStatus.CHECKED, rc);
    }

    private static PayloadStatus applied() {
        return new PayloadStatus(HELLO, PayloadStatus.APPLIED, 0);
    }

    @ParameterizedTest
    @FieldSource("BOTH_FORMS")
    void theMasterCallsEachOtherOnceAndEachFollows(Profile profile) {
        try (Host host = host(profile, 5)) {
            apply(host, Duration.ofMillis(30));
            InterruptKind way = profile == Profiles.XEN_4_17 ? InterruptKind.TASKLET : InterruptKind.IPI;
            assertThat(events(host, EventData.InterruptSent.class).map(Event::data))
                    .containsExactly(Stream.of(0, 1, 2, 3, 4)
                            .map(cpu -> new EventData.InterruptSent(cpu, way))
                            .toArray(EventData[]::new));
            assertThat(events(host, EventData.InterruptTaken.class).map(Event::cpu))
                    .containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        }
    }

    /** Steps 3, 5, 6: nobody writes before the last of the others has switched its interrupts off. */
    @ParameterizedTest
    @FieldSource("BOTH_FORMS")
    void textIsWrittenWhenAllOthersHaveInterruptsOff(Profile profile) {
        try (Host host = host(
                profile,
                4,
                once(2, Doing.IRQ_BUSY, Duration.ZERO, Duration.ofMicros(300)),
                once(3, Doing.STOLEN, Duration.ofMicros(320), Duration.ofMillis(1)))) {
            host.plane().run(Duration.ofMicros(10));
            apply(host, Duration.ofMillis(30));
            CpuPhase[] phases = new CpuPhase[4];
            for (Event event : host.log().since(0)) {
                if (event.data() instanceof EventData.CpuPhase phase) {
                    phases[event.cpu()] = phase.phase();
                } else if (event.data() instanceof EventData.TextWritten) {
                    assertThat(phases)
                            .containsExactly(
                                    CpuPhase.MASTER_WAITS_FOR_IRQS,
                                    CpuPhase.SLAVE_WAITS_DONE,
                                    CpuPhase.SLAVE_WAITS_DONE,
                                    CpuPhase.SLAVE_WAITS_DONE);
                }
            }
            assertThat(time(host, EventData.TextWritten.class)).isBetween(300 * US, 330 * US);
            assertThat(host.status(HELLO)).isEqualTo(applied());
        }
    }

    @ParameterizedTest
    @FieldSource("BOTH_FORMS")
    void aCpuThatDoesNotComeEndsTheFirstPhase(Profile profile) {
        try (Host host = host(profile, 3, once(1, Doing.LOCK_BUSY, Duration.ZERO, Duration.ofMillis(20)))) {
            host.plane().run(Duration.ofMicros(10));
            apply(host, Duration.ofMillis(2));
            assertThat(timeouts(host))
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("Timed out on semaphore in CPU quiesce phase 1/2"));
            assertThat(host.status(HELLO)).isEqualTo(checked(EBUSY.rc()));
            assertThat(events(host, EventData.Quiesced.class)).isEmpty();
            assertThat(events(host, EventData.TextWritten.class)).isEmpty();
            assertThat(time(host, EventData.ActionEnded.class)).isBetween(2 * MS, 2 * MS + 20 * US);
        }
    }

    /** Step 4: the second phase has what the first one has left of the time. */
    @ParameterizedTest
    @FieldSource("BOTH_FORMS")
    void bothPhasesHaveOneDeadline(Profile profile) {
        Activity late = once(1, Doing.STOLEN, Duration.ZERO, Duration.ofMillis(3));
        Activity gone = once(2, Doing.STOLEN, Duration.ofMillis(2), Duration.ofMillis(20));
        try (Host host = host(profile, 3, late, gone)) {
            host.plane().run(Duration.ofMicros(10));
            apply(host, Duration.ofMillis(4));
            assertThat(timeouts(host))
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("Timed out on semaphore in IRQ quiesce phase 1/2"));
            assertThat(host.status(HELLO)).isEqualTo(checked(EBUSY.rc()));
            assertThat(events(host, EventData.Quiesced.class)).isEmpty();
            assertThat(time(host, EventData.ActionEnded.class)).isBetween(4 * MS, 4 * MS + 30 * US);
            host.plane().run(Duration.ofMillis(30));
            apply(host, Duration.ofMillis(4));
            assertThat(host.status(HELLO)).as("all have left").isEqualTo(applied());
        }
    }

    /** Quirk 16. */
    @ParameterizedTest
    @FieldSource("BOTH_FORMS")
    void nmisAreLostFromTheMastersBeginningToTheEnd(Profile profile) {
        try (Host host = host(
                profile,
                2,
                once(1, Doing.IRQ_BUSY, Duration.ZERO, Duration.ofMicros(500)),
                nmis(0, Duration.ofMicros(20)))) {
            host.plane().run(Duration.ofMicros(95));
            apply(host, Duration.ofMillis(30));
            host.plane().run(Duration.ofMicros(100));
            List<Long> lost = events(host, EventData.InterruptLost.class)
                    .map(e -> e.time().nanos())
                    .toList();
            long ended = time(host, EventData.ActionEnded.class);
            assertThat(lost)
                    .hasSizeBetween(19, 22)
                    .allSatisfy(t -> assertThat(t).isBetween(95 * US, ended));
            List<Long> taken = events(host, EventData.InterruptTaken.class)
                    .filter(e -> e.data().equals(new EventData.InterruptTaken(Event.NO_CPU, InterruptKind.NMI)))
                    .map(e -> e.time().nanos())
                    .toList();
            assertThat(taken)
                    .hasSizeBetween(9, 12)
                    .noneSatisfy(t -> assertThat(t).isBetween(101 * US, ended - 1));
        }
    }

    /** Section 6: in 2016, a timeout of the first phase passed the unmasking by (mended by c5ed88110c). */
    @ParameterizedTest
    @FieldSource("BOTH_FORMS")
    void afterATimeoutOfTheFirstPhaseOnly2016StaysMasked(Profile profile) {
        try (Host host = host(profile, 2, once(1, Doing.STOLEN, Duration.ZERO, Duration.ofMillis(5)))) {
            host.plane().run(Duration.ofMicros(10));
            apply(host, Duration.ofMillis(1));
            host.plane().run(Duration.ofMillis(10));
            host.plane().virtualCpus().orElseThrow().nmi(0);
            boolean lost = events(host, EventData.InterruptLost.class).count() == 1;
            assertThat(lost).isEqualTo(profile == Profiles.XSPLICE_2016);
            apply(host, Duration.ofMillis(30));
            assertThat(host.status(HELLO)).isEqualTo(applied());
            host.plane().virtualCpus().orElseThrow().nmi(0);
            assertThat(events(host, EventData.InterruptLost.class).count())
                    .as("a rendezvous that ends well puts back what it found")
                    .isEqualTo(lost ? 2 : 0);
        }
    }

    @ParameterizedTest
    @FieldSource("BOTH_FORMS")
    void afterATimeoutOfTheSecondPhaseNobodyStaysMasked(Profile profile) {
        Activity late = once(1, Doing.STOLEN, Duration.ZERO, Duration.ofMicros(500));
        Activity gone = once(2, Doing.STOLEN, Duration.ofMicros(400), Duration.ofMillis(5));
        try (Host host = host(profile, 3, late, gone)) {
            host.plane().run(Duration.ofMicros(10));
            apply(host, Duration.ofMillis(1));
            assertThat(timeouts(host).get(0)).contains("IRQ quiesce phase");
            host.plane().virtualCpus().orElseThrow().nmi(0);
            assertThat(events(host, EventData.InterruptLost.class)).isEmpty();
        }
    }

    /** Section 5: EBUSY where the lock cannot be had at scheduling; rc keeps EAGAIN (quirk 3). */
    @ParameterizedTest
    @FieldSource("BOTH_FORMS")
    void whileACpuIsPluggedNothingIsScheduled(Profile profile) {
        try (Host host = host(profile, 3)) {
            host.plane().virtualCpus().orElseThrow().plug(2, false, Duration.ofMillis(1));
            assertThat(host.apply(HELLO)).isEqualTo(EBUSY.rc());
            assertThat(host.status(HELLO)).isEqualTo(checked(EAGAIN.rc()));
            assertThat(host.console(0)).anyMatch(line -> line.contains("hello_world: unable to get cpu_maps lock!"));
            assertThat(events(host, EventData.ActionScheduled.class)).isEmpty();
        }
    }

    /** Section 6, step 1: the master needs the lock again, and without it there is no "finished". */
    @ParameterizedTest
    @FieldSource("BOTH_FORMS")
    void aMasterWithoutTheLockGivesUp(Profile profile) {
        try (Host host = host(profile, 3)) {
            host.plane().action(ActionCommand.APPLY.code(), HELLO, Duration.ofMillis(1), 0);
            host.plane().virtualCpus().orElseThrow().plug(2, false, Duration.ofMillis(1));
            host.plane().finishAction(Duration.ofMillis(10));
            assertThat(host.status(HELLO)).isEqualTo(checked(EBUSY.rc()));
            assertThat(host.console(0))
                    .anyMatch(line -> line.contains("hello_world: CPU0 - unable to get cpu_maps lock!"))
                    .noneMatch(line -> line.contains("finished"));
            assertThat(events(host, EventData.InterruptSent.class))
                    .as("nobody else is called")
                    .hasSize(1);
            host.plane().run(Duration.ofMillis(5));
            assertThat(host.apply(HELLO)).isZero();
            assertThat(host.status(HELLO)).isEqualTo(applied());
        }
    }

    @ParameterizedTest
    @FieldSource("BOTH_FORMS")
    void whileCpusAreGatheredNoneIsPlugged(Profile profile) {
        try (Host host = host(profile, 3, once(1, Doing.BUSY, Duration.ZERO, Duration.ofMicros(300)))) {
            host.plane().run(Duration.ofMicros(10));
            host.plane().action(ActionCommand.APPLY.code(), HELLO, Duration.ofMillis(30), 0);
            host.plane().run(Duration.ofMicros(50));
            assertThat(host.plane().virtualCpus().orElseThrow().plug(2, false, Duration.ofMillis(1)))
                    .isEqualTo(new Outcome.Returned(EBUSY.rc()));
            host.plane().finishAction(Duration.ofMillis(60));
            assertThat(host.status(HELLO)).isEqualTo(applied());
            assertThat(host.plane().virtualCpus().orElseThrow().plug(2, false, Duration.ofMillis(1)))
                    .isEqualTo(new Outcome.Returned(0));
        }
    }

    /** The master waits for as many as are online, no more and no less. */
    @ParameterizedTest
    @FieldSource("BOTH_FORMS")
    void onlyCpusThatAreOnlineAreWaitedFor(Profile profile) {
        Activity goes = once(3, Doing.OFFLINE, Duration.ZERO, Duration.ofMicros(10));
        Activity comes = once(3, Doing.ONLINE, Duration.ofMillis(1), Duration.ofMicros(10));
        try (Host host =
                host(profile, 4, goes, comes, once(1, Doing.STOLEN, Duration.ofMicros(50), Duration.ofMicros(500)))) {
            host.plane().run(Duration.ofMicros(100));
            apply(host, Duration.ofMicros(100));
            assertThat(timeouts(host).get(0)).contains("CPU quiesce phase 1/2");
            host.plane().run(Duration.ofMillis(2));
            apply(host, Duration.ofMillis(30));
            assertThat(host.status(HELLO)).isEqualTo(applied());
            assertThat(host.plane().virtualCpus().orElseThrow().post(3, 17, 0)).isTrue();
        }
    }

    /** Section 5: the same payload is refused while its action is pending; another one too, and keeps EAGAIN (quirk 3). */
    @Test
    void aSecondActionIsRefusedWhileOneIsPending() {
        try (Host host = host(Profiles.XEN_4_17, 2, once(1, Doing.BUSY, Duration.ZERO, Duration.ofMicros(300)))) {
            host.upload("nop");
            host.plane().run(Duration.ofMicros(10));
            host.plane().action(ActionCommand.APPLY.code(), HELLO, Duration.ofMillis(30), 0);
            host.plane().run(Duration.ofMicros(50));
            assertThat(host.plane().action(ActionCommand.UNLOAD.code(), HELLO, Duration.ZERO, 0))
                    .isEqualTo(new Outcome.Returned(EBUSY.rc()));
            assertThat(host.plane().action(ActionCommand.APPLY.code(), "nop", Duration.ZERO, 0))
                    .isEqualTo(new Outcome.Returned(EBUSY.rc()));
            host.plane().finishAction(Duration.ofMillis(60));
            assertThat(host.status(HELLO)).isEqualTo(applied());
            assertThat(host.status("nop")).isEqualTo(new PayloadStatus("nop", PayloadStatus.CHECKED, EAGAIN.rc()));
        }
    }

    /** Section 6: applying looks at wait queues, since 4.11; the action ran, and ends with its line. */
    @ParameterizedTest
    @FieldSource("BOTH_FORMS")
    void anActiveWaitQueueForbidsApplying(Profile profile) {
        try (Host host = host(profile, 2, once(1, Doing.WAITQUEUE, Duration.ZERO, Duration.ofMillis(1)))) {
            host.plane().run(Duration.ofMicros(100));
            apply(host, Duration.ofMillis(30));
            boolean checks = profile == Profiles.XEN_4_17;
            assertThat(host.status(HELLO)).isEqualTo(checks ? checked(EBUSY.rc()) : applied());
            assertThat(host.console(0).stream().filter(line -> line.contains("waitqueue")))
                    .isEqualTo(checks ? List.of("livepatch: d1 found with active waitqueue") : List.of());
            assertThat(events(host, EventData.Quiesced.class)).hasSize(1);
            if (checks) {
                assertThat(host.console(0)).endsWith("livepatch: hello_world finished APPLY with rc=-16");
                host.plane().run(Duration.ofMillis(2));
                apply(host, Duration.ofMillis(30));
                assertThat(host.status(HELLO)).isEqualTo(applied());
            }
        }
    }

    /** Only applying does: what is patched can be taken back. */
    @Test
    void anActiveWaitQueueDoesNotForbidReverting() {
        try (Host host =
                host(Profiles.XEN_4_17, 2, once(1, Doing.WAITQUEUE, Duration.ofMillis(1), Duration.ofMillis(10)))) {
            apply(host, Duration.ofMillis(30));
            host.plane().run(Duration.ofMillis(2));
            assertThat(host.revert(HELLO)).isZero();
            assertThat(host.status(HELLO)).isEqualTo(checked(0));
        }
    }

    @ParameterizedTest
    @FieldSource("BOTH_FORMS")
    void pagesAreWritableForNoLongerThanTheWriting(Profile profile) {
        try (Host host = host(profile, 2)) {
            long text = host.hypervisor().symbols().require("xen_extra_version");
            apply(host, Duration.ofMillis(30));
            assertThat(host.status(HELLO)).isEqualTo(applied());
            assertThat(host.hypervisor().memory().permissionAt(text)).isEqualTo(Permission.RX);
        }
    }
}
