// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xsplice.errno.Errno.EBUSY;
import static org.xsplice.errno.Errno.EIO;
import static org.xsplice.errno.Errno.EOPNOTSUPP;
import static org.xsplice.plane.PayloadStatus.APPLIED;
import static org.xsplice.plane.PayloadStatus.CHECKED;
import static org.xsplice.plane.model.HookPayload.code;

import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xsplice.elf.Elf;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.elf.build.ObjectSymbol;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.ByteString;
import org.xsplice.hypervisor.Death;
import org.xsplice.machine.Memory;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.PayloadStatus;
import org.xsplice.profile.HookKind;
import org.xsplice.profile.Profiles;
import org.xsplice.support.Host;
import org.xsplice.time.Duration;

/** Hooks of payloads: real code, run by the guest's CPUs in the hypervisor's order. Facts, section 5. */
class HookTests {
    private static final String MINOR = "xen_minor_version";
    private static final int MINOR_BEFORE = 17;
    private static final int MINOR_AFTER = 99;
    private static final int DO_BUSY = 63;
    private static final int STRUCT_SIZE = 552;
    private static final String H = "livepatch: h: ";

    private Host host;

    @BeforeEach
    void boot() {
        host = new Host("plain", Profiles.XEN_4_17, 2);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private HookPayload patch() {
        return new HookPayload(host.hypervisor()).returning(MINOR, MINOR_AFTER);
    }

    private HookPayload hooksOnly() {
        return new HookPayload(host.hypervisor());
    }

    private void upload(HookPayload payload) {
        assertThat(host.plane().upload("h", payload.build()))
                .as("%s", host.console(0))
                .isEqualTo(new Outcome.Returned(0));
    }

    private List<String> during(Runnable operation) {
        int before = host.log().size();
        operation.run();
        return host.console(before);
    }

    private int minor() {
        return (int) host.hypervisor().call(0, MINOR);
    }

    private PayloadStatus status(int state, int rc) {
        return new PayloadStatus("h", state, rc);
    }

    private Death death(ActionCommand command) {
        Outcome outcome = host.plane().action(command.code(), "h", Duration.ZERO, 0);
        if (outcome instanceof Outcome.Returned) {
            outcome = host.plane().finishAction(Duration.ofMillis(60));
        }
        assertThat(outcome).as("%s", host.console(0)).isInstanceOf(Outcome.Died.class);
        return ((Outcome.Died) outcome).death();
    }

    @Test
    void hooksRunInTheirOrder() {
        upload(patch().says(HookKind.LOAD, "first load", 0)
                .says(HookKind.LOAD, "second load", 0)
                .says(HookKind.UNLOAD, "first unload", 0)
                .says(HookKind.UNLOAD, "second unload", 0)
                .says(HookKind.PREAPPLY, "preapply", 0)
                .says(HookKind.POSTAPPLY, "postapply", 0)
                .says(HookKind.PREREVERT, "prerevert", 0)
                .says(HookKind.POSTREVERT, "postrevert", 0));
        assertThat(during(() -> assertThat(host.apply("h")).isZero()))
                .containsExactly(
                        H + "Verifying enabled expectations for all functions",
                        H + "Calling pre-apply hook function",
                        "preapply",
                        H + "Applying 1 functions",
                        "first load",
                        "second load",
                        H + "Calling post-apply hook function with rc=0",
                        "postapply",
                        "livepatch: h finished APPLY with rc=0");
        assertThat(minor()).isEqualTo(MINOR_AFTER);
        assertThat(during(() -> assertThat(host.revert("h")).isZero()))
                .containsExactly(
                        H + "Calling pre-revert hook function",
                        "prerevert",
                        H + "Reverting",
                        "first unload",
                        "second unload",
                        H + "Calling post-revert hook function with rc=0",
                        "postrevert",
                        "livepatch: h finished REVERT with rc=0");
        assertThat(minor()).isEqualTo(MINOR_BEFORE);
    }

    @Test
    void aPointerThatIsNullIsNoHook() {
        HookPayload payload = patch();
        payload.builder()
                .object()
                .section(org.xsplice.elf.build.ObjectSection.progbits(
                        HookKind.PREAPPLY.section(), org.xsplice.elf.Elf.SHF_ALLOC, 8, new byte[8]));
        upload(payload);
        assertThat(host.apply("h")).isZero();
        assertThat(host.status("h")).isEqualTo(status(APPLIED, 0));
    }

    @Test
    void preHooksCanRefuse() {
        upload(patch().says(HookKind.PREAPPLY, "no", EIO.rc()));
        assertThat(during(() -> assertThat(host.apply("h")).isEqualTo(EIO.rc())))
                .containsExactly(
                        H + "Verifying enabled expectations for all functions",
                        H + "Calling pre-apply hook function",
                        "no",
                        H + "pre-apply hook failed (rc=-5), aborting!");
        assertThat(host.status("h")).isEqualTo(status(CHECKED, EIO.rc()));
        assertThat(minor()).isEqualTo(MINOR_BEFORE);
    }

    @Test
    void preRevertHooksCanRefuseToo() {
        upload(patch().says(HookKind.PREREVERT, "no", 7));
        assertThat(host.apply("h")).isZero();
        assertThat(during(() -> assertThat(host.revert("h")).isEqualTo(7)))
                .containsExactly(
                        H + "Calling pre-revert hook function", "no", H + "pre-revert hook failed (rc=7), aborting!");
        assertThat(host.status("h")).isEqualTo(status(APPLIED, 7));
        assertThat(minor()).isEqualTo(MINOR_AFTER);
    }

    @Test
    void actionHooksTakeThePlaceOfThePatching() {
        upload(hooksOnly()
                .says(HookKind.APPLY, "apply", 0)
                .says(HookKind.REVERT, "revert", 0)
                .says(HookKind.LOAD, "load", 0));
        assertThat(during(() -> host.apply("h")))
                .containsExactly(
                        H + "Verifying enabled expectations for all functions",
                        H + "Calling apply action hook function",
                        "apply",
                        "livepatch: h finished APPLY with rc=0");
        assertThat(during(() -> host.revert("h")))
                .containsExactly(
                        H + "Calling revert action hook function", "revert", "livepatch: h finished REVERT with rc=0");
        assertThat(host.status("h")).isEqualTo(status(CHECKED, 0));
    }

    @Test
    void anActionHookThatFailsLeavesTheState() {
        upload(patch().says(HookKind.APPLY, "sorry", EIO.rc()));
        assertThat(host.apply("h")).isZero();
        assertThat(host.status("h")).isEqualTo(status(CHECKED, EIO.rc()));
    }

    @Test
    void anApplyHookThatDoesNotDoItsWorkIsAPanic() {
        upload(patch().says(HookKind.APPLY, "done", 0));
        assertThat(death(ActionCommand.APPLY).cause()).isEqualTo("livepatch: partially applied payload 'h'!");
        assertThat(host.console(0))
                .contains(H + "Payload has a function: 'xen_minor_version' with inconsistent applied state.");
    }

    @Test
    void aRevertHookThatDoesNotDoItsWorkIsAPanic() {
        upload(patch().says(HookKind.REVERT, "done", 0));
        assertThat(host.apply("h")).isZero();
        assertThat(death(ActionCommand.REVERT).cause()).isEqualTo("livepatch: partially reverted payload 'h'!");
    }

    /** {@code mov 112(%rdi), %rax; movl $1, 4(%rax)}: only the marker counts. */
    @Test
    void anApplyHookThatOnlySetsTheMarkerIsBelieved() {
        HookPayload payload = patch();
        payload.hook(HookKind.APPLY, code(0x48, 0x8b, 0x47, 0x70, 0xc7, 0x40, 0x04, 1, 0, 0, 0, 0x31, 0xc0, 0xc3));
        upload(payload);
        assertThat(host.apply("h")).isZero();
        assertThat(host.status("h")).isEqualTo(status(APPLIED, 0));
        assertThat(minor()).isEqualTo(MINOR_BEFORE);
    }

    /** {@code mov $-5, %eax; mov %eax, 4(%rdi)}: {@code struct payload} is in memory; the post hook has the last word. */
    @Test
    void hooksGetTheirPayload() {
        HookPayload payload = patch();
        payload.hook(HookKind.POSTAPPLY, code(0xb8, 0xfb, 0xff, 0xff, 0xff, 0x89, 0x47, 0x04, 0xc3));
        upload(payload);
        assertThat(during(() -> host.apply("h"))).last().isEqualTo("livepatch: h finished APPLY with rc=-5");
        assertThat(host.status("h")).isEqualTo(status(APPLIED, EIO.rc()));
    }

    /**
     * A hook copies all of the {@code struct payload} it is given: {@code mov %rdi, %rsi; movabs $copy, %rdi; mov $552, %ecx;
     * rep movsb; xor %eax, %eax; ret}. Facts, section 11, 11: where its fields are in 4.17.5.
     */
    @Test
    void hooksReadTheStructOfTheRelease() {
        HookPayload payload = patch();
        payload.hook(HookKind.LOAD, HookPayload.AGREE);
        int copied = payload.builder()
                .object()
                .section(ObjectSection.nobits(".bss.copy", Elf.SHF_ALLOC | Elf.SHF_WRITE, 8, STRUCT_SIZE));
        int hook = payload.hook(
                HookKind.PREAPPLY,
                code(
                        0x48, 0x89, 0xfe, 0x48, 0xbf, 0, 0, 0, 0, 0, 0, 0, 0, 0xb9, 0x28, 2, 0, 0, 0xf3, 0xa4, 0x31,
                        0xc0, 0xc3));
        payload.builder()
                .object()
                .relocate(hook, 5, Elf.R_X86_64_64, payload.builder().object().symbol(ObjectSymbol.section(copied)), 0);
        upload(payload);
        host.apply("h");
        List<String> dump = during(() -> host.plane().key('x'));
        long[] places = places(dump.get(2));
        Memory memory = host.hypervisor().memory();
        long copy = places[1];
        assertThat(memory.readInt(copy)).as("state").isEqualTo(CHECKED);
        assertThat(memory.readInt(copy + 4)).as("rc").isZero();
        assertThat(memory.readByte(copy + 8)).as("reverted").isZero();
        assertThat(memory.readByte(copy + 9)).as("safe_to_reapply").isZero();
        assertThat(memory.readLong(copy + 32)).as("text_addr").isEqualTo(places[0]);
        assertThat(memory.readLong(copy + 48)).as("rw_addr").isEqualTo(places[1]);
        assertThat(memory.readLong(copy + 64)).as("ro_addr").isEqualTo(places[2]);
        assertThat(memory.readInt(copy + 80)).as("pages").isEqualTo((int) places[3]);
        assertThat(memory.readInt(copy + 120)).as("nfuncs").isEqualTo(1);
        long function = memory.readLong(copy + 104);
        assertThat(memory.readLong(function + 16)).as("funcs: old_addr").isEqualTo(payload.address(MINOR));
        assertThat(memory.readInt(memory.readLong(copy + 112) + 4))
                .as("fstate: applied, by now")
                .isEqualTo(1);
        assertThat(memory.readInt(copy + 288 + 8)).as("id: length").isEqualTo(20);
        assertThat(hex(memory.read(memory.readLong(copy + 288), 20))).as("id").isEqualTo(idLine(dump, "build-id="));
        assertThat(hex(memory.read(memory.readLong(copy + 304), 20))).as("dep").isEqualTo(idLine(dump, "depend-on="));
        assertThat(hex(memory.read(memory.readLong(copy + 320), 20)))
                .as("xen_dep")
                .isEqualTo(idLine(dump, "depend-on-xen="));
        assertThat(memory.readInt(copy + 400)).as("n_load_funcs").isEqualTo(1);
        assertThat(memory.readInt(copy + 404)).as("n_unload_funcs").isZero();
        assertThat(memory.readLong(memory.readLong(copy + 352)))
                .as("hooks.preapply")
                .isBetween(places[0], places[1]);
        assertThat(memory.readLong(copy + 360)).as("hooks.apply").isZero();
        assertThat(host.hypervisor().readString(copy + 408)).as("name").isEqualTo("h");
        assertThat(memory.readLong(copy + 536)).as("metadata").isZero();
        long symbol = memory.readLong(copy + 128);
        assertThat(memory.readInt(copy + 280)).as("nsyms").isPositive();
        assertThat(host.hypervisor().readString(memory.readLong(symbol)))
                .as("symtab: name")
                .isNotEmpty();
    }

    /** Reads text, data, read-only data and pages from a line of key x. */
    private static long[] places(String line) {
        Matcher matcher = Pattern.compile(
                        "([0-9a-f]{16}) \\(\\.data=([0-9a-f]{16}), \\.rodata=([0-9a-f]{16})\\) using (\\d+)")
                .matcher(line);
        assertThat(matcher.find()).as(line).isTrue();
        return new long[] {
            Long.parseUnsignedLong(matcher.group(1), 16),
            Long.parseUnsignedLong(matcher.group(2), 16),
            Long.parseUnsignedLong(matcher.group(3), 16),
            Long.parseLong(matcher.group(4)),
        };
    }

    private static String idLine(List<String> dump, String key) {
        return dump.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()))
                .findFirst()
                .orElseThrow();
    }

    private static String hex(byte[] bytes) {
        return ByteString.of(bytes).toString();
    }

    @Test
    void postHooksAreNotCalledAfterATimeout() {
        upload(patch().says(HookKind.PREAPPLY, "preapply", 0).says(HookKind.POSTAPPLY, "postapply", 0));
        host.plane().virtualCpus().orElseThrow().post(1, DO_BUSY, 20_000_000);
        host.plane().run(Duration.ofMicros(10));
        assertThat(during(() -> host.apply("h")))
                .containsExactly(
                        H + "Verifying enabled expectations for all functions",
                        H + "Calling pre-apply hook function",
                        "preapply",
                        H + "Timed out on semaphore in CPU quiesce phase 0/1",
                        "livepatch: h finished APPLY with rc=-16");
        assertThat(host.status("h")).isEqualTo(status(CHECKED, EBUSY.rc()));
    }

    @ParameterizedTest
    @EnumSource(
            value = HookKind.class,
            names = {"PREAPPLY", "POSTAPPLY", "PREREVERT", "POSTREVERT"})
    void replaceIsNotForPayloadsWithVetoingHooks(HookKind kind) {
        upload(patch().says(kind, "never", 0));
        assertThat(during(() -> assertThat(host.replace("h")).isEqualTo(EOPNOTSUPP.rc())))
                .containsExactly(H + "REPLACE action is not supported on livepatches with vetoing hooks!");
        assertThat(host.status("h")).isEqualTo(status(CHECKED, 0));
    }

    @Test
    void replaceIsNotForWhatIsAppliedWithVetoingHooksEither() {
        upload(patch().says(HookKind.POSTREVERT, "never", 0));
        assertThat(host.apply("h")).isZero();
        host.upload("replace_world");
        assertThat(host.replace("replace_world")).isEqualTo(EOPNOTSUPP.rc());
        assertThat(minor()).isEqualTo(MINOR_AFTER);
    }

    @Test
    void replaceRunsLoadUnloadAndActionHooks() {
        host.upload("hello_world");
        host.apply("hello_world");
        upload(patch().says(HookKind.LOAD, "load", 0));
        assertThat(during(() -> assertThat(host.replace("h")).isZero()))
                .containsExactly(
                        "livepatch: hello_world: Reverting",
                        H + "Verifying enabled expectations for all functions",
                        H + "Applying 1 functions",
                        "load",
                        "livepatch: h finished REPLACE with rc=0");
    }

    @Test
    void aRevertHookThatFailsEndsAReplace() {
        upload(patch().says(HookKind.REVERT, "no", EIO.rc()));
        assertThat(host.apply("h")).isZero();
        host.upload("replace_world");
        assertThat(during(() -> assertThat(host.replace("replace_world")).isZero()))
                .containsExactly(
                        H + "Calling revert action hook function",
                        "no",
                        "livepatch: replace_world finished REPLACE with rc=-22");
        assertThat(host.status("h")).isEqualTo(status(APPLIED, EIO.rc()));
        assertThat(host.status("replace_world"))
                .isEqualTo(new PayloadStatus("replace_world", CHECKED, org.xsplice.errno.Errno.EINVAL.rc()));
    }

    /** {@code mov 0, %eax}. */
    @Test
    void aHookThatFaultsIsTheHypervisorsDeath() {
        HookPayload payload = patch();
        payload.hook(HookKind.LOAD, code(0x8b, 0x04, 0x25, 0, 0, 0, 0, 0xc3));
        upload(payload);
        Death death = death(ActionCommand.APPLY);
        assertThat(death.cause()).isEqualTo("FATAL PAGE FAULT");
        assertThat(death.report())
                .contains("Faulting linear address: 0000000000000000")
                .anyMatch(line -> line.startsWith("RIP:") && line.endsWith("hook0+0/0x10 [h]"));
    }

    @Test
    void aFaultMayBeExpectedByTheExceptionTable() {
        HookPayload payload = patch();
        int text = payload.hook(
                HookKind.PREAPPLY, code(0x8b, 0x04, 0x25, 0, 0, 0, 0, 0x0f, 0x0b, 0xb8, 0xfb, 0xff, 0xff, 0xff, 0xc3));
        payload.pairs(".ex_table", 1).add(text, 0, text, 9 + 0L);
        upload(payload);
        assertThat(host.apply("h")).as("what the fixup returns").isEqualTo(EIO.rc());
    }

    @Test
    void aWarningGoesOn() {
        upload(withBugFrame(1, "arch/x86/h.c", 300));
        assertThat(during(() -> assertThat(host.apply("h")).isZero()))
                .contains("Xen WARN at arch/x86/h.c:300")
                .last()
                .isEqualTo("livepatch: h finished APPLY with rc=0");
        assertThat(minor()).isEqualTo(MINOR_AFTER);
    }

    @Test
    void aBugTellsFileAndLine() {
        upload(withBugFrame(2, "h.c", 77));
        assertThat(death(ActionCommand.APPLY).cause()).isEqualTo("Xen BUG at h.c:77");
    }

    @Test
    void anAssertionTellsFileAndLine() {
        upload(withBugFrame(3, "h.c", 12345));
        assertThat(death(ActionCommand.APPLY).summary()).contains("h.c:12345");
    }

    @Test
    void anInvalidInstructionThatNoFrameExplainsIsATrap() {
        HookPayload payload = patch();
        payload.hook(HookKind.LOAD, code(0x0f, 0x0b, 0xc3));
        upload(payload);
        assertThat(death(ActionCommand.APPLY).cause()).isEqualTo("FATAL TRAP: vector = 6 (invalid opcode)");
    }

    private HookPayload withBugFrame(int kind, String file, int line) {
        HookPayload payload = patch();
        int text = payload.hook(HookKind.LOAD, code(0x0f, 0x0b, 0x31, 0xc0, 0xc3));
        return payload.bugFrame(kind, text, file, line);
    }

    @Test
    void anEndlessLoopIsNoticed() {
        HookPayload payload = patch();
        payload.hook(HookKind.LOAD, code(0xeb, 0xfe));
        upload(payload);
        Death death = death(ActionCommand.APPLY);
        assertThat(death.cause()).isEqualTo("ENDLESS LOOP");
        assertThat(death.summary()).contains("hook0").contains("[h]");
    }

    @Test
    void whoFollowsTheHostSeesAnEndlessLoopGoOn() {
        HookPayload payload = patch();
        payload.hook(HookKind.LOAD, code(0xeb, 0xfe));
        upload(payload);
        int[] looks = new int[1];
        host.plane().follow(() -> looks[0]++);
        assertThat(death(ActionCommand.APPLY).cause()).isEqualTo("ENDLESS LOOP");
        assertThat(looks[0]).isGreaterThan(400);
    }

    @Test
    void aHaltOutsideTheIdleLoopNeverEnds() {
        HookPayload payload = patch();
        payload.hook(HookKind.PREAPPLY, code(0xf4, 0xc3));
        upload(payload);
        Death death = death(ActionCommand.APPLY);
        assertThat(death.cause()).isEqualTo("ENDLESS LOOP");
        assertThat(death.summary()).startsWith("HLT");
    }

    /** Found by chance in a damaged hypervisor: whoever comes to where CPUs meet, but not from the idle loop, waits alone. */
    @Test
    void aRendezvousOutsideTheIdleLoopNeverEnds() {
        assertThat(host.plane().call(0, "livepatch_rendezvous").outcome())
                .isInstanceOfSatisfying(
                        Outcome.Died.class,
                        died -> assertThat(died.death().summary())
                                .startsWith("rendezvous outside the idle loop at livepatch_rendezvous"));
    }

    @Test
    void aHookMayJumpToNowhere() {
        HookPayload payload = patch();
        payload.hook(HookKind.POSTAPPLY, code(0x31, 0xc0, 0xff, 0xe0));
        upload(payload);
        assertThat(death(ActionCommand.APPLY).report()).contains("Faulting linear address: 0000000000000000");
    }

    @Test
    void everythingAfterADeathEndsTheSameWay() {
        HookPayload payload = patch();
        payload.hook(HookKind.PREAPPLY, code(0x0f, 0x0b));
        upload(payload);
        Death death = death(ActionCommand.APPLY);
        List<Consumer<ModelPlane>> operations = List.of(
                p -> assertThat(p.key('x')).isEqualTo(new Outcome.Died(death)),
                p -> assertThat(p.upload("n", new byte[1])).isEqualTo(new Outcome.Died(death)),
                p -> assertThat(p.get("h").outcome()).isEqualTo(new Outcome.Died(death)),
                p -> assertThat(p.list(0, 1).outcome()).isEqualTo(new Outcome.Died(death)));
        operations.forEach(operation -> operation.accept(host.plane()));
    }
}
