// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xsplice.plane.model.HookPayload.code;
import static org.xsplice.plane.model.StrictCase.action;
import static org.xsplice.plane.model.StrictCase.payload;
import static org.xsplice.plane.model.StrictCases.applied;
import static org.xsplice.plane.model.StrictCases.upload;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.xsplice.elf.build.ExpectedBytes;
import org.xsplice.elf.build.PayloadBuilder;
import org.xsplice.errno.Errno;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.EventData;
import org.xsplice.event.EventLog;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.plane.Outcome;
import org.xsplice.profile.HookKind;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.refusal.Quirk;
import org.xsplice.schedule.Scheduler;
import org.xsplice.schedule.Strategy;
import org.xsplice.support.GuestState;
import org.xsplice.support.Host;
import org.xsplice.support.RealImage;
import org.xsplice.time.Duration;

/**
 * What strict mode refuses, quirk by quirk: the same is accepted, or survived by luck, without it. What harm it does there
 * is held by {@link QuirkTests} and by the tables of actions, where this class does not show it.
 */
class StrictTests {
    private static final String MINOR = "xen_minor_version";
    private static final String EXTRA = "xen_extra_version";

    @ParameterizedTest
    @FieldSource("org.xsplice.plane.model.StrictCases#ALL")
    void xenGoesOnWithoutIt(StrictCase row) {
        try (Host host = new Host(row.guest(), row.profile(), 1)) {
            row.before().accept(host);
            Outcome outcome = row.harmful().apply(host);
            if (row.normally() == StrictCase.DIES) {
                assertThat(outcome).isInstanceOf(Outcome.Died.class);
            } else {
                assertThat(outcome).isEqualTo(new Outcome.Returned(-row.normally()));
            }
        }
    }

    @ParameterizedTest
    @FieldSource("org.xsplice.plane.model.StrictCases#ALL")
    void strictModeRefuses(StrictCase row) {
        try (Host host = new Host(row.guest(), row.profile().withStrict(true), 1)) {
            row.before().accept(host);
            assertThat(host.log().since(0, EventData.StrictRefused.class)).isEmpty();
            GuestState before = GuestState.of(host.plane());
            int from = host.log().size();
            assertThat(row.harmful().apply(host)).isEqualTo(new Outcome.Returned(Errno.EPERM.rc()));
            List<EventData.StrictRefused> refusals =
                    host.log().since(from, EventData.StrictRefused.class).toList();
            assertThat(refusals).singleElement().satisfies(refused -> {
                assertThat(refused.quirk())
                        .as("%s", refused)
                        .isEqualTo(row.quirk().number());
                assertThat(refused.why()).isNotEmpty();
            });
            assertThat(host.log().since(from, EventData.CheckFailed.class)).isEmpty();
            assertThat(host.console(from)).noneMatch(line -> line.contains("strict"));
            assertThat(GuestState.of(host.plane())).isEqualTo(before);
        }
    }

    @Test
    void everyQuirkHasACase() {
        Set<Quirk> seen = StrictCases.ALL.stream().map(StrictCase::quirk).collect(Collectors.toSet());
        assertThat(seen).isEqualTo(EnumSet.allOf(Quirk.class));
    }

    @ParameterizedTest
    @CsvSource({
        "old_addr in read-only data, is not in the hypervisor's text",
        "old_addr inside an instruction, 'is within `lea rax, [rip + 0x7b1]` at xen_extra_version'",
        "old_addr behind an instruction, xen_extra_version+0x7 is not where a function begins",
        "UNLOAD of what another uses, user uses shared of provider",
        "UNLOAD of what another patches, user patches shared of provider"
    })
    void theReasonIsNamed(String name, String reason) {
        StrictCase row = StrictCases.ALL.stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow();
        try (Host host = new Host(row.guest(), row.profile().withStrict(true), 1)) {
            row.before().accept(host);
            row.harmful().apply(host);
            assertThat(host.log().since(0, EventData.StrictRefused.class))
                    .singleElement()
                    .extracting(EventData.StrictRefused::why)
                    .asString()
                    .endsWith(reason);
        }
    }

    /** What Xen itself refuses stays its refusal: strict mode looks only at what would be accepted. */
    @Test
    void whatXenRefusesIsNotOurs() {
        try (Host host = new Host("plain", Profiles.XEN_4_17.withStrict(true), 1)) {
            byte[] stranger = PayloadBuilder.of(Profiles.XEN_4_17)
                    .replace(MINOR, payload(host).address(MINOR) + 1, 5, code(0xc3))
                    .build();
            assertThat(host.plane().upload("m", stranger)).isEqualTo(new Outcome.Returned(Errno.EINVAL.rc()));
            assertThat(host.log().since(0, EventData.StrictRefused.class)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"plain", "endbr"})
    void goodPayloadsAreAccepted(String guest) {
        for (Profile profile : List.of(Profiles.XEN_4_17, Profiles.XSPLICE_2016)) {
            try (Host host = new Host(guest, profile.withStrict(true), 2)) {
                for (String name : List.of("hello_world", "bye_world")) {
                    assertThat(host.upload(name)).isZero();
                    assertThat(host.apply(name)).isZero();
                }
                assertThat(host.extraVersion()).isEqualTo("Bye World!");
                assertThat(host.upload("replace_world")).isZero();
                assertThat(host.replace("replace_world")).isZero();
                assertThat(host.revert("replace_world")).isZero();
                assertThat(host.unload("hello_world")).isZero();
                assertThat(host.log().since(0, EventData.StrictRefused.class)).isEmpty();
            }
        }
    }

    @Test
    void aRealImageIsLookedAtToo() throws IOException {
        EventLog log = new EventLog();
        HypervisorImage image = HypervisorImage.open(RealImage.path());
        Profile strict = Profiles.XEN_4_17.withStrict(true);
        try (ModelPlane plane =
                new ModelPlane(image, strict, 1, Strategy.roundRobin(), Scheduler.DEFAULT_QUANTUM, log)) {
            HookPayload good = new HookPayload(plane.hypervisor());
            long old = good.address(EXTRA);
            assertThat(plane.upload(
                            "good",
                            good.builder().replace(EXTRA, old, 12, code(0xc3)).build()))
                    .isEqualTo(new Outcome.Returned(0));
            HookPayload cut = new HookPayload(plane.hypervisor());
            assertThat(plane.upload(
                            "cut",
                            cut.builder()
                                    .replace(EXTRA, old + 1, 11, code(0xc3))
                                    .build()))
                    .isEqualTo(new Outcome.Returned(Errno.EPERM.rc()));
            assertThat(log.since(0, EventData.StrictRefused.class))
                    .singleElement()
                    .extracting(EventData.StrictRefused::why)
                    .asString()
                    .contains("xen_extra_version+0x1 is within");
        }
    }

    /** NODEPS is fine where nothing is hidden, and where the payload was built for what it goes on. */
    @Test
    void nodepsIsAllowedWhereItDoesNoHarm() {
        try (Host host = new Host("plain", Profiles.XEN_4_17.withStrict(true), 1)) {
            host.upload("hello_world");
            host.apply("hello_world");
            upload(host, "m", payload(host).returning(MINOR, 1).build());
            assertThat(action(host, ActionCommand.APPLY, "m", ActionCommand.NODEPS))
                    .isEqualTo(new Outcome.Returned(0));
            host.plane().finishAction(Duration.ofMillis(60));
            host.revert("m");
            host.upload("bye_world");
            assertThat(action(host, ActionCommand.APPLY, "bye_world", ActionCommand.NODEPS))
                    .isEqualTo(new Outcome.Returned(0));
        }
    }

    /** REPLACE is foreseen from what text will be once the others are gone, not from what it is. */
    @Test
    void replaceWhoseExpectationHoldsAfterwardsIsAllowed() {
        try (Host host = new Host("plain", Profiles.XEN_4_17.withStrict(true), 1)) {
            byte[] original = host.hypervisor().memory().read(payload(host).address(MINOR), 6);
            upload(
                    host,
                    "m",
                    payload(host)
                            .returning(MINOR, 2, ExpectedBytes.of(original))
                            .buildId(2));
            applied(host, "other");
            assertThat(host.replace("m")).isZero();
            assertThat(host.status("m").rc()).isZero();
        }
    }

    /** The rest of quirk 4 cannot be foreseen, and is told when it happens. */
    @Test
    void aTimeoutAfterAPreHookIsRemarkedOn() {
        try (Host host = new Host("plain", Profiles.XEN_4_17.withStrict(true), 2)) {
            HookPayload hooked = payload(host)
                    .returning(MINOR, 1)
                    .says(HookKind.PREAPPLY, "preapply", 0)
                    .says(HookKind.POSTAPPLY, "postapply", 0);
            upload(host, "m", hooked.build());
            host.plane().virtualCpus().orElseThrow().post(1, 63, 20_000_000);
            host.plane().run(Duration.ofMicros(10));
            host.apply("m");
            assertThat(host.log().since(0, EventData.Remark.class))
                    .singleElement()
                    .isEqualTo(new EventData.Remark("strict: the hook in .livepatch.hooks.preapply of m has run, but"
                            + " the one in .livepatch.hooks.postapply will not run (quirk 4)"));
        }
    }
}
