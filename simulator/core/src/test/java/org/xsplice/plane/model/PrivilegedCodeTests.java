// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xsplice.plane.model.HookPayload.code;

import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xsplice.event.ActionCommand;
import org.xsplice.hypervisor.Death;
import org.xsplice.hypervisor.GuestRun;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.plane.Outcome;
import org.xsplice.profile.HookKind;
import org.xsplice.profile.Profiles;
import org.xsplice.support.Host;
import org.xsplice.time.Duration;

/** New code with instructions that need the privilege of the hypervisor, and that this machine does not emulate. */
class PrivilegedCodeTests {
    private static final String MINOR = "xen_minor_version";
    private static final int XEN_VERSION = 17;
    private static final String RETURN_99 = "b863000000c3";

    private Host host;

    @BeforeEach
    void boot() {
        host = new Host("plain", Profiles.XEN_4_17, 2);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private HookPayload payload() {
        return new HookPayload(host.hypervisor());
    }

    private void apply(HookPayload payload) {
        assertThat(host.plane().upload("h", payload.build())).isEqualTo(new Outcome.Returned(0));
        assertThat(host.apply("h")).isZero();
    }

    private Outcome call(String hex) {
        apply(payload().replacing(MINOR, HexFormat.of().parseHex(hex)));
        return host.plane().call(0, MINOR).outcome();
    }

    /** Each with what it needs, so that it would go on where it is not noticed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mov cr0, rax | 31c0 0f22c0", // paging off
                "mov cr3, rax | 31c0 0f22d8",
                "mov cr4, rax | 31c0 0f22e0",
                "mov cr8, r8 | 4531c0 450f22c0",
                "mov cr8, rax | 31c0 440f22c0",
                "mov rax, cr0 | 0f20c0",
                "mov r9, cr3 | 410f20d9",
                "mov dr7, rax | 31c0 0f23f8",
                "mov rax, dr6 | 0f21f0",
                "wrmsr | b9800000c0 31c0 31d2 0f30", // EFER
                "rdmsr | b9800000c0 0f32",
                "rdpmc | 31c9 0f33",
                "lidt | 4883ec10 48c7042400000000 48c744240800000000 0f011c24 4883c410",
                "lgdt | 4883ec10 48c7042400000000 48c744240800000000 0f011424 4883c410",
                "lldt | 31c0 0f00d0",
                "ltr | 31c0 0f00d8",
                "lmsw | 31c0 0f01f0",
                "invlpg | 0f013c24",
                "xsetbv | 31c9 31d2 b801000000 0f01d1",
                "swapgs | 0f01f8 0f01f8",
                "clts | 0f06",
                "invd | 0f08",
                "wbinvd | 0f09",
                "wbinvd | f30f09", // WBNOINVD
                "out | 66ba6400 b0fe ee", // the keyboard controller resets the machine
                "out | b0fe e664",
                "out | 66baf90c b006 ee", // 0xcf9
                "in | 31d2 ec",
                "in | e464",
                "ins | 31d2 31c9 f36c",
                "outs | 31d2 31c9 f36e",
                "int 0x80 | cd80",
                "int 0x20 | cd20",
                "int1 | f1",
                "syscall | 0f05",
                "sysret | 480f07",
                "sysenter | 0f34",
                "sysexit | 480f35",
                "iret | 6a00 6a00 6a02 6a00 6a00 48cf",
                "retf | 6a00 6a00 48cb",
                "vmxon | f30fc73424",
                "vmclear | 660fc73424",
                "vmptrld | 0fc73424",
                "vmread | 0f78c0",
                "vmwrite | 0f79c0",
                "vmlaunch | 0f01c2",
                "vmcall | 0f01c1",
                "vmrun | 0f01d8",
                "clgi | 0f01dd",
                "invept | 660f38800424",
                "invpcid | 660f38820424",
                "monitor | 0f01c8",
                "mwait | 0f01c9",
            })
    void isNeverTakenForCodeThatWorks(String instruction, String code) {
        Outcome outcome = call(code.replace(" ", "") + RETURN_99);
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Died.class, died -> {
            assertThat(died.death().cause()).isEqualTo(Death.NOT_EMULATED);
            assertThat(died.death().summary())
                    .startsWith("privileged instruction that is not emulated: " + instruction + " at ffff82d0")
                    .contains(" in " + MINOR + ".new")
                    .endsWith(" [h]");
        });
    }

    @ParameterizedTest
    @CsvSource({"fafb", "9cfa9d", "0f31", "0fa2", "f390", "0faef0", "50 58"})
    void whatTheMachineEmulatesGoesOn(String code) {
        // CPUID changes RBX, which is the caller's.
        assertThat(call("53" + code.replace(" ", "") + "5b" + RETURN_99)).isEqualTo(new Outcome.Returned(0));
    }

    @Test
    void theSameBytesWithinAnInstructionAreOnlyData() {
        // mov $0x300f220f, %eax; mov %eax, %eax; then a number whose last byte is that of OUT
        assertThat(call("b80f220f30" + "89c0" + "b8ee0000ee" + RETURN_99)).isEqualTo(new Outcome.Returned(0));
    }

    @Test
    void aJumpIntoTheMiddleOfAnInstructionIsNoticed() {
        // jmp +1; mov $..., %eax with clts in the number, and mov $99, %eax; ret after it
        Outcome outcome = call("eb01" + "b80f069090" + RETURN_99);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Died.class,
                        died -> assertThat(died.death().cause()).isEqualTo(Death.NOT_EMULATED));
    }

    /** The engine has told of the block before the budget ended in it. */
    @Test
    void isNoticedInABlockThatWasBegunBefore() {
        // mov %rdi, %rax; mov %rdi, %rax; clts
        apply(payload().replacing(MINOR, HexFormat.of().parseHex("4889f84889f80f06" + RETURN_99)));
        Hypervisor hypervisor = host.hypervisor();
        GuestRun begun =
                hypervisor.step(hypervisor.start(0, hypervisor.symbols().require(MINOR)), 2);
        GuestRun poised = hypervisor.step(begun, 1);
        assertThat(poised.over()).isFalse();
        assertThatThrownBy(() -> hypervisor.step(poised, 1)).hasMessageContaining(": clts at ffff82d0");
    }

    @Test
    void aHookIsNewCodeToo() {
        HookPayload payload = payload().returning(MINOR, 99);
        payload.hook(HookKind.PREAPPLY, code(0x0f, 0x06, 0x31, 0xc0, 0xc3));
        assertThat(host.plane().upload("h", payload.build())).isEqualTo(new Outcome.Returned(0));
        assertThat(host.plane().action(ActionCommand.APPLY.code(), "h", Duration.ZERO, 0))
                .isInstanceOfSatisfying(
                        Outcome.Died.class,
                        died -> assertThat(died.death().summary()).contains("clts at ffff82d0"));
    }

    /** Each CPU translates code for itself. */
    @Test
    void everyCpuNotices() {
        apply(payload().replacing(MINOR, HexFormat.of().parseHex("83ff007402" + "0f06" + RETURN_99)));
        assertThat(host.plane().call(1, MINOR).outcome()).isEqualTo(new Outcome.Returned(0));
        assertThat(host.plane().call(1, MINOR, 1).outcome()).isInstanceOf(Outcome.Died.class);
    }

    /** A CPU that sleeps and cannot be woken does not come to the next rendezvous; it is no CPU that is idle. */
    @Test
    void aHaltWithInterruptsOffIsTheEnd() {
        apply(payload().replacing("do_xen_version", HexFormat.of().parseHex("faf4" + RETURN_99)));
        host.plane().virtualCpus().orElseThrow().post(1, XEN_VERSION, 0);
        assertThat(host.plane().run(Duration.ofMicros(100))).isInstanceOfSatisfying(Outcome.Died.class, died -> {
            assertThat(died.death().cause()).isEqualTo(Death.ENDLESS_LOOP);
            assertThat(died.death().summary()).startsWith("HLT with interrupts off at do_xen_version.new");
        });
    }

    /** What other code is there from the beginning is executed as before: the stack pointer is all that it needs. */
    @Test
    void theImagesOwnCodeIsNotLookedAt() {
        long address = host.hypervisor().symbols().require("put_raw");
        host.hypervisor().memory().poke(address, HexFormat.of().parseHex("0f06" + RETURN_99), 0, 8);
        host.hypervisor().memory().invalidate(address, 8);
        assertThat(host.hypervisor().call(0, address)).isEqualTo(99);
    }
}
