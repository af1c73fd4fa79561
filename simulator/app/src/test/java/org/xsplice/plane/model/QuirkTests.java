// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xsplice.plane.model.HookPayload.code;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xsplice.damage.Damages;
import org.xsplice.elf.Elf;
import org.xsplice.elf.build.Address;
import org.xsplice.elf.build.ExpectedBytes;
import org.xsplice.elf.build.FunctionEntry;
import org.xsplice.elf.build.GnuNote;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.elf.build.ObjectSymbol;
import org.xsplice.elf.build.PayloadBuilder;
import org.xsplice.elf.build.SymbolRef;
import org.xsplice.errno.Errno;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.ByteString;
import org.xsplice.hypervisor.Death;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.PayloadStatus;
import org.xsplice.profile.HookKind;
import org.xsplice.profile.Profiles;
import org.xsplice.support.Host;
import org.xsplice.time.Duration;

/**
 * What Xen does to its own harm, and the model with it: the quirks of the facts' section 10, by their numbers. Quirks 9 and
 * 10 are in the tables of uploads, 1, 2, 6, 8, 13 and 14 in those of actions, 15 is in {@code UploadRequestTests}, 19 in
 * {@code LoadTimeTests}, 16 and 18 in {@code VirtualCpuTests}, 27 in
 * {@code XenOrdersTests}.
 */
class QuirkTests {
    private static final String MINOR = "xen_minor_version";
    private static final int DO_BUSY = 63;

    private static void upload(Host host, String name, byte[] payload) {
        assertThat(host.plane().upload(name, payload)).as("%s", host.console(0)).isEqualTo(new Outcome.Returned(0));
    }

    private static HookPayload patch(Host host) {
        return new HookPayload(host.hypervisor()).returning(MINOR, 99);
    }

    private static Outcome raw(Host host, ActionCommand command, String name) {
        return host.plane().action(command.code(), name, Duration.ZERO, 0);
    }

    @Test
    void quirk3RcStaysEagainWhenOtherWorkIsPending() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, 1)) {
            upload(host, "a", patch(host).build());
            upload(host, "b", patch(host).buildId(2));
            raw(host, ActionCommand.APPLY, "a");
            assertThat(raw(host, ActionCommand.APPLY, "b")).isEqualTo(new Outcome.Returned(Errno.EBUSY.rc()));
            host.plane().finishAction(Duration.ofMillis(60));
            assertThat(host.status("b"))
                    .as("nothing is going on, but that is what it says")
                    .isEqualTo(new PayloadStatus("b", PayloadStatus.CHECKED, Errno.EAGAIN.rc()));
            host.revert("a");
            assertThat(host.apply("b"))
                    .as("only a direct hypercall gets it going again")
                    .isZero();
            assertThat(host.status("b")).isEqualTo(new PayloadStatus("b", PayloadStatus.APPLIED, 0));
        }
    }

    @Test
    void quirk4APreHookIsNotFollowedByItsPostHookAfterATimeout() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, 2)) {
            upload(
                    host,
                    "h",
                    patch(host)
                            .says(HookKind.PREAPPLY, "preapply", 0)
                            .says(HookKind.POSTAPPLY, "postapply", 0)
                            .build());
            host.plane().virtualCpus().orElseThrow().post(1, DO_BUSY, 20_000_000);
            host.plane().run(Duration.ofMicros(10));
            host.apply("h");
            assertThat(host.console(0)).contains("preapply").doesNotContain("postapply");
        }
    }

    @Test
    void quirk5FewerNopsThanAnEndbrHasBytesAreFourGigabytes() {
        try (Host host = new Host("endbr", Profiles.XEN_4_17, 1)) {
            long old = host.hypervisor().symbols().require(MINOR);
            PayloadBuilder builder = PayloadBuilder.of(Profiles.XEN_4_17)
                    .builtFor(host.hypervisor().image().buildId());
            upload(host, "n", builder.nop(MINOR, old, 10, 2).build());
            raw(host, ActionCommand.APPLY, "n");
            Outcome outcome = host.plane().finishAction(Duration.ofMillis(60));
            assertThat(outcome).isInstanceOf(Outcome.Died.class);
            Death death = ((Outcome.Died) outcome).death();
            assertThat(death.cause()).isEqualTo("FATAL PAGE FAULT");
            assertThat(death.report()).contains("RIP:    e008:memcpy");
        }
    }

    @Test
    void quirk7APayloadIsUnloadedWhileAnotherUsesIt() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, 1)) {
            HookPayload provider = patch(host);
            provider.builder().text("shared", code(0xb8, 5, 0, 0, 0, 0xc3));
            upload(host, "provider", provider.build());
            PayloadBuilder user = PayloadBuilder.of(Profiles.XEN_4_17)
                    .builtFor(host.hypervisor().image().buildId());
            int text = user.object()
                    .section(ObjectSection.progbits(
                            ".text.user", Elf.SHF_ALLOC | Elf.SHF_EXECINSTR, 16, code(0xe9, 0, 0, 0, 0)));
            SymbolRef shared = user.object().symbol(ObjectSymbol.undefined("shared"));
            user.object().relocate(text, 1, Elf.R_X86_64_PLT32, shared, -4);
            SymbolRef code = user.object().symbol(ObjectSymbol.section(text));
            user.function(new FunctionEntry(
                    MINOR,
                    new Address.Of(code, 0),
                    new Address.At(host.hypervisor().symbols().require(MINOR)),
                    5,
                    6,
                    ExpectedBytes.NONE));
            upload(host, "user", user.build());
            assertThat(host.apply("user")).isZero();
            assertThat(host.hypervisor().call(0, MINOR)).isEqualTo(5);
            assertThat(host.unload("provider")).as("nobody counts users").isZero();
            assertThat(host.plane().call(0, MINOR).outcome()).isInstanceOf(Outcome.Died.class);
        }
    }

    @Test
    void quirk11AnInstructionMayBeCutInTwo() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, 1)) {
            long old = host.hypervisor().symbols().require(MINOR);
            PayloadBuilder builder = PayloadBuilder.of(Profiles.XEN_4_17)
                    .builtFor(host.hypervisor().image().buildId());
            upload(host, "c", builder.replace(MINOR, old + 1, 5, code(0xc3)).build());
            assertThat(host.apply("c")).isZero();
            assertThat(host.plane().call(0, MINOR).outcome())
                    .as("the jump has become a number that a mov loads, and what is left of it is executed")
                    .isInstanceOf(Outcome.Died.class);
        }
    }

    /** {@code old - new} just fits into 31 bits; the jump, which counts from its end, does not reach. */
    @Test
    void quirk12TheDistanceIsMeasuredFromTheWrongEnd() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, 1)) {
            long old = host.hypervisor().symbols().require(MINOR);
            long target = old - 0x7fffffffL;
            PayloadBuilder builder = PayloadBuilder.of(Profiles.XEN_4_17)
                    .builtFor(host.hypervisor().image().buildId());
            builder.function(
                    new FunctionEntry(MINOR, new Address.At(target), new Address.At(old), 6, 6, ExpectedBytes.NONE));
            builder.text("unused", code(0xc3));
            upload(host, "d", builder.build());
            assertThat(host.apply("d")).isZero();
            int displacement = host.hypervisor().memory().readInt(old + 1);
            assertThat(displacement).as("forwards, though the target is behind").isPositive();
            assertThat(old + 5 + displacement).isEqualTo(target + (1L << 32));
        }
    }

    /** The bound is on the sizes that the note tells; where the id begins depends on the name's padding as well. */
    @Test
    void quirk17TheIdMayReachBeyondItsNote() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, 1)) {
            ByteString owner = ByteString.of("GNU\0\0".getBytes(StandardCharsets.ISO_8859_1));
            byte[] note = new GnuNote(5, 20, Elf.NT_GNU_BUILD_ID, owner, ByteString.of(new byte[20])).encode();
            byte[] cut = java.util.Arrays.copyOf(note, 12 + 5 + 20);
            byte[] payload = org.xsplice.damage.Edit.object(o -> o.with(
                            o.indexOf(".note.gnu.build-id"),
                            o.section(".note.gnu.build-id").withContent(cut)))
                    .apply(patch(host).build());
            upload(host, "n", payload);
            int before = host.log().size();
            host.plane().key('x');
            assertThat(host.console(before)).anyMatch(line -> line.matches("build-id=[0-9a-f]{40}"));
        }
    }

    @Test
    void aFunctionWithoutNameIsPrintedAsNull() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, 1)) {
            byte[] payload = Damages.named(Profiles.XEN_4_17, "fn_old0_name0")
                    .apply(patch(host).build());
            upload(host, "n", payload);
            int before = host.log().size();
            host.plane().key('x');
            assertThat(host.console(before)).anyMatch(line -> line.startsWith("    <NULL> patch "));
        }
    }

    /** Decision 7: where a function that the model bridges has been patched, the guest's version runs. */
    @Test
    void aPatchedPrintkIsTheOneThatPrints() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, 1)) {
            long old = host.hypervisor().symbols().require("printk");
            PayloadBuilder builder = PayloadBuilder.of(Profiles.XEN_4_17)
                    .builtFor(host.hypervisor().image().buildId());
            upload(host, "p", builder.replace("printk", old, 191, code(0xc3)).build());
            int before = host.log().size();
            assertThat(host.apply("p")).isZero();
            assertThat(host.console(before))
                    .as("silent from the moment it is patched")
                    .containsExactly(
                            "livepatch: p: Verifying enabled expectations for all functions",
                            "livepatch: p: Applying 1 functions");
            host.plane().key('x');
            assertThat(host.revert("p")).isZero();
            assertThat(host.console(before).subList(2, 3)).isEqualTo(List.of("livepatch: p finished REVERT with rc=0"));
            assertThat(host.console(before)).hasSize(3);
        }
    }

    @Test
    void aPayloadMayPatchWhatTellsTheVersion() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, 1)) {
            upload(host, "v", patch(host).build());
            host.apply("v");
            assertThat(host.extraVersion()).isEqualTo(".0-embedded");
            assertThat(host.hypervisor().call(0, "do_xen_version", 0, 0)).isEqualTo(4L << 16 | 99);
        }
    }
}
