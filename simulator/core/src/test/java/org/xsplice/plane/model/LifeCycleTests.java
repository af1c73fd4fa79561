// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xsplice.errno.Errno.EAGAIN;
import static org.xsplice.errno.Errno.EBUSY;
import static org.xsplice.errno.Errno.EEXIST;
import static org.xsplice.errno.Errno.EINVAL;
import static org.xsplice.errno.Errno.ENOENT;
import static org.xsplice.errno.Errno.EOPNOTSUPP;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.EventData;
import org.xsplice.plane.ListReply;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.PayloadStatus;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.support.Fixtures;
import org.xsplice.support.Host;
import org.xsplice.time.Duration;

/** Uploading, applying, reverting, replacing and unloading the prebuilt payloads on the embedded guest. */
class LifeCycleTests {
    private static final String ORIGINAL = ".0-embedded";
    private static final String HELLO = "hello_world";
    private static final String BYE = "bye_world";
    private static final String REPLACE = "replace_world";

    static final List<Arguments> EVERY_DIALECT_AND_GUEST = Stream.of(Profiles.XEN_4_17, Profiles.XSPLICE_2016)
            .flatMap(profile -> Stream.of("plain", "endbr").map(variant -> Arguments.of(variant, profile)))
            .toList();

    @ParameterizedTest
    @FieldSource("EVERY_DIALECT_AND_GUEST")
    void extraVersionIsByeWorldOnceByeIsAppliedOnHello(String variant, Profile profile) {
        try (Host host = new Host(variant, profile, 2)) {
            byte[] text = host.text();
            assertThat(host.upload(HELLO)).isZero();
            assertThat(host.upload(BYE)).isZero();
            assertThat(host.extraVersion()).isEqualTo(ORIGINAL);

            assertThat(host.apply(HELLO)).isZero();
            assertThat(host.extraVersion()).isEqualTo("Hello World!");
            assertThat(host.apply(BYE)).isZero();
            for (int cpu = 0; cpu < 2; cpu++) {
                assertThat(host.extraVersion(cpu)).as("on CPU %d", cpu).isEqualTo("Bye World!");
            }

            assertThat(host.revert(BYE)).isZero();
            assertThat(host.extraVersion()).isEqualTo("Hello World!");
            assertThat(host.revert(HELLO)).isZero();
            assertThat(host.extraVersion()).isEqualTo(ORIGINAL);
            assertThat(host.text()).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @FieldSource("EVERY_DIALECT_AND_GUEST")
    void byeBeforeHelloIsRefused(String variant, Profile profile) {
        try (Host host = new Host(variant, profile, 2)) {
            byte[] text = host.text();
            host.upload(HELLO);
            host.upload(BYE);
            int before = host.log().size();
            assertThat(host.apply(BYE)).isEqualTo(EINVAL.rc());
            boolean modern = profile == Profiles.XEN_4_17;
            assertThat(host.console(before))
                    .containsExactly(
                            modern
                                    ? "livepatch: bye_world: check against hypervisor build-id failed"
                                    : "xsplice: bye_world: check against hypervisor build-id failed!");
            assertThat(host.status(BYE)).isEqualTo(new PayloadStatus(BYE, PayloadStatus.CHECKED, 0));
            assertThat(host.text()).isEqualTo(text);
            assertThat(host.extraVersion()).isEqualTo(ORIGINAL);
        }
    }

    @ParameterizedTest
    @FieldSource("EVERY_DIALECT_AND_GUEST")
    void onlyTheTopOfTheStackCanBeReverted(String variant, Profile profile) {
        try (Host host = new Host(variant, profile, 1)) {
            applyBoth(host);
            int before = host.log().size();
            assertThat(host.revert(HELLO)).isEqualTo(EBUSY.rc());
            assertThat(host.console(before))
                    .containsExactly(profile.prefix() + "hello_world: can't unload. Top is bye_world"
                            + (profile == Profiles.XEN_4_17 ? "" : "!"));
            assertThat(host.extraVersion()).isEqualTo("Bye World!");
            assertThat(host.unload(HELLO)).isEqualTo(EINVAL.rc());
        }
    }

    @ParameterizedTest
    @FieldSource("EVERY_DIALECT_AND_GUEST")
    void replaceRevertsTheStackAndDependsOnTheHypervisor(String variant, Profile profile) {
        try (Host host = new Host(variant, profile, 2)) {
            applyBoth(host);
            host.upload(REPLACE);
            int before = host.log().size();
            assertThat(host.replace(REPLACE)).isZero();
            assertThat(host.extraVersion()).isEqualTo("Hello Again World!");
            assertThat(host.plane().statuses())
                    .containsExactly(
                            new PayloadStatus(HELLO, PayloadStatus.CHECKED, 0),
                            new PayloadStatus(BYE, PayloadStatus.CHECKED, 0),
                            new PayloadStatus(REPLACE, PayloadStatus.APPLIED, 0));
            assertThat(host.console(before).stream().filter(l -> l.endsWith("Reverting")))
                    .containsExactly(
                            profile.prefix() + "bye_world: Reverting", profile.prefix() + "hello_world: Reverting");
            assertThat(host.replace(BYE)).as("bye depends on hello").isEqualTo(EINVAL.rc());
        }
    }

    private static void applyBoth(Host host) {
        host.upload(HELLO);
        host.upload(BYE);
        assertThat(host.apply(HELLO)).isZero();
        assertThat(host.apply(BYE)).isZero();
    }

    @Test
    void nopLeavesWhatWasInTheRegister() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, 1)) {
            assertThat(host.hypervisor().call(0, "xen_minor_version")).isEqualTo(17);
            assertThat(host.plane().upload("nop", Fixtures.payload("plain", "xen_nop", Profiles.XEN_4_17)))
                    .isEqualTo(new Outcome.Returned(0));
            assertThat(host.apply("nop")).isZero();
            assertThat(host.hypervisor().call(0, "xen_minor_version"))
                    .as("xen_major_version's")
                    .isEqualTo(4);
            assertThat(host.revert("nop")).isZero();
            assertThat(host.hypervisor().call(0, "xen_minor_version")).isEqualTo(17);
        }
    }

    @Test
    void nopIsRefusedByTheReleaseThatHasNone() {
        try (Host host = new Host("plain", Profiles.XSPLICE_2016, 1)) {
            assertThat(host.plane().upload("nop", Fixtures.payload("plain", "xen_nop", Profiles.XSPLICE_2016)))
                    .isEqualTo(new Outcome.Returned(EINVAL.rc()));
            assertThat(host.console(0)).last().isEqualTo("xsplice: nop: Address or size fields are zero!");
        }
    }

    @Test
    void nopGoesBehindAnEndbr() {
        try (Host host = new Host("endbr", Profiles.XEN_4_17, 1)) {
            host.plane().upload("nop", Fixtures.payload("endbr", "xen_nop", Profiles.XEN_4_17));
            long function = host.hypervisor().symbols().require("xen_minor_version");
            byte[] before = host.hypervisor().memory().read(function, 4);
            host.apply("nop");
            assertThat(host.hypervisor().memory().read(function, 4)).isEqualTo(before);
            assertThat(host.log().since(0, EventData.TextWritten.class))
                    .extracting(EventData.TextWritten::address)
                    .containsExactly(function + 4);
        }
    }

    @Test
    void keyXDumpsThePayloads() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, 1)) {
            applyBoth(host);
            int before = host.log().size();
            host.plane().key('x');
            List<String> lines = host.console(before);
            String xen = host.hypervisor().image().buildId().toString();
            long area = host.hypervisor().symbols().require("__2M_rwdata_end");
            assertThat(lines.get(0)).isEqualTo("'x' pressed - Dumping all livepatch patches");
            assertThat(lines.get(1)).isEqualTo("build-id: " + xen);
            assertThat(lines.get(2))
                    .isEqualTo(" name=hello_world state=APPLIED(2) %016x (.data=%016x, .rodata=%016x) using 3 pages."
                            .formatted(area + 0x9000, area + 0xa000, area + 0xb000));
            assertThat(lines.get(3))
                    .matches("    xen_extra_version patch ffff82d040[0-9a-f]{6}\\(8\\) with %016x \\(8\\)"
                            .formatted(area + 0x9000));
            String hello = lines.get(4).substring("build-id=".length());
            assertThat(lines.subList(4, 7))
                    .containsExactly("build-id=" + hello, "depend-on=" + xen, "depend-on-xen=" + xen);
            assertThat(lines.subList(10, 11)).containsExactly("depend-on=" + hello);
            assertThat(lines).hasSize(12);
        }
    }

    @Test
    void otherKeysPrintNothing() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, 1)) {
            assertThat(host.plane().key('q')).isEqualTo(new Outcome.Returned(0));
            assertThat(host.console(0)).isEmpty();
        }
    }

    @Test
    void unknownAndTakenNamesAreRefused() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, 1)) {
            assertThat(host.apply("nobody")).isEqualTo(ENOENT.rc());
            assertThat(host.plane().get("nobody").outcome()).isEqualTo(new Outcome.Returned(ENOENT.rc()));
            host.upload(HELLO);
            assertThat(host.upload(HELLO)).isEqualTo(EEXIST.rc());
            byte[] file = Fixtures.payload("plain", "xen_replace_world", Profiles.XEN_4_17);
            assertThat(host.plane().upload("n".repeat(127), file)).isEqualTo(new Outcome.Returned(0));
            assertThat(host.plane().upload("n".repeat(128), file)).isEqualTo(new Outcome.Returned(EINVAL.rc()));
            assertThat(host.plane().get("n".repeat(128)).outcome()).isEqualTo(new Outcome.Returned(EINVAL.rc()));
        }
    }

    @Test
    void emptyAndOversizedPayloadsAreRefused() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, 1)) {
            assertThat(host.plane().upload("e", new byte[0])).isEqualTo(new Outcome.Returned(EINVAL.rc()));
            assertThat(host.plane().upload("o", new byte[(2 << 20) + 1])).isEqualTo(new Outcome.Returned(EINVAL.rc()));
            assertThat(host.console(0)).isEmpty();
        }
    }

    @Test
    void actionsInTheWrongStateReturnZeroSilently() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, 1)) {
            host.upload(HELLO);
            int before = host.log().size();
            assertThat(host.revert(HELLO)).isZero();
            host.apply(HELLO);
            assertThat(host.apply(HELLO)).isZero();
            assertThat(host.replace(HELLO)).isZero();
            assertThat(host.console(before).stream().filter(l -> l.endsWith("with rc=0")))
                    .hasSize(1);
        }
    }

    @Test
    void unknownActionsAreRefused() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, 1)) {
            host.upload(HELLO);
            assertThat(host.plane().action(0, HELLO, Duration.ZERO, 0))
                    .isEqualTo(new Outcome.Returned(EOPNOTSUPP.rc()));
            assertThat(host.plane().action(5, HELLO, Duration.ZERO, 0))
                    .isEqualTo(new Outcome.Returned(EOPNOTSUPP.rc()));
        }
    }

    @Test
    void nodepsIgnoresTheStackingRule() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, 1)) {
            host.upload(BYE);
            host.plane().action(ActionCommand.APPLY.code(), BYE, Duration.ZERO, ActionCommand.NODEPS);
            host.plane().finishAction(Duration.ofMillis(60));
            assertThat(host.extraVersion()).isEqualTo("Bye World!");
        }
    }

    @Test
    void rcIsEagainWhileTheActionIsPending() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, 2)) {
            host.upload(HELLO);
            host.upload(REPLACE);
            host.plane().action(ActionCommand.APPLY.code(), HELLO, Duration.ZERO, 0);
            assertThat(host.status(HELLO).rc()).isEqualTo(EAGAIN.rc());
            assertThat(host.plane().action(ActionCommand.UNLOAD.code(), HELLO, Duration.ZERO, 0))
                    .as("the same payload")
                    .isEqualTo(new Outcome.Returned(EBUSY.rc()));
            assertThat(host.plane().action(ActionCommand.APPLY.code(), REPLACE, Duration.ZERO, 0))
                    .as("another payload")
                    .isEqualTo(new Outcome.Returned(EBUSY.rc()));
            host.plane().finishAction(Duration.ofMillis(60));
            assertThat(host.status(HELLO)).isEqualTo(new PayloadStatus(HELLO, PayloadStatus.APPLIED, 0));
            assertThat(host.status(REPLACE).rc()).as("sticky").isEqualTo(EAGAIN.rc());
        }
    }

    @Test
    void listPagesThroughThePayloads() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, 1)) {
            assertThat(host.plane().list(0, 8)).isEqualTo(new ListReply(new Outcome.Returned(0), List.of(), 0, 1));
            host.upload(HELLO);
            host.upload(BYE);
            host.upload(REPLACE);
            ListReply totals = host.plane().list(0, 0);
            assertThat(totals.remaining()).isEqualTo(3);
            assertThat(totals.version()).isEqualTo(4);
            ListReply first = host.plane().list(0, 2);
            assertThat(first.entries()).extracting(PayloadStatus::name).containsExactly(HELLO, BYE);
            assertThat(first.remaining()).isEqualTo(1);
            ListReply rest = host.plane().list(2, 2);
            assertThat(rest.entries()).extracting(PayloadStatus::name).containsExactly(REPLACE);
            assertThat(rest.remaining()).isZero();
            assertThat(host.plane().list(3, 1).outcome()).isEqualTo(new Outcome.Returned(EINVAL.rc()));
            assertThat(host.plane().list(0, 1025).outcome())
                    .isEqualTo(new Outcome.Returned(org.xsplice.errno.Errno.E2BIG.rc()));
        }
    }

    @Test
    void unloadingGivesTheMemoryBack() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, 1)) {
            host.upload(HELLO);
            long address = host.hypervisor().symbols().require("__2M_rwdata_end") + 0x9000;
            assertThat(host.hypervisor().memory().permissionAt(address)).isNotNull();
            host.unload(HELLO);
            assertThat(host.hypervisor().memory().permissionAt(address)).isNull();
            assertThat(host.upload(REPLACE)).isZero();
            assertThat(host.hypervisor().memory().permissionAt(address)).isNotNull();
        }
    }

    @Test
    void payloadsOfAnotherGuestAreRefused() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, 1)) {
            assertThat(host.plane().upload("h", Fixtures.payload("endbr", "xen_hello_world", Profiles.XEN_4_17)))
                    .isEqualTo(new Outcome.Returned(EINVAL.rc()));
            assertThat(host.console(0)).containsExactly("livepatch: h: check against hypervisor build-id failed");
        }
    }
}
