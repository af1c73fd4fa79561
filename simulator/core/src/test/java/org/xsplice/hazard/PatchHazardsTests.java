// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xsplice.asm.CapstoneDisassembler;
import org.xsplice.asm.Disassembler;
import org.xsplice.asm.Instruction;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.plane.model.ModelPlane;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.schedule.Scheduler;
import org.xsplice.schedule.Strategy;
import org.xsplice.support.Fixtures;
import org.xsplice.support.RealImage;

/** Each hazard is found where it is, and not where it is not. */
class PatchHazardsTests {
    /** {@code lea rax, [rip + x]; ret}: 7 bytes and 1, then another symbol. */
    private static final String EXTRA = "xen_extra_version";
    /** {@code mov eax, 17; ret}, then padding. */
    private static final String MINOR = "xen_minor_version";

    private final Disassembler disassembler = new CapstoneDisassembler();
    private Profile profile = Profiles.XEN_4_17;
    private ModelPlane plane = Fixtures.host("plain", profile, 1, event -> {});

    private void boot(String variant, Profile other) {
        plane.close();
        profile = other;
        plane = Fixtures.host(variant, other, 1, event -> {});
    }

    @AfterEach
    void close() {
        plane.close();
        disassembler.close();
    }

    private Hypervisor hypervisor() {
        return plane.hypervisor();
    }

    private long at(String function) {
        return hypervisor().symbols().require(function);
    }

    private FunctionPatch jump(String function, int offset, int oldSize) {
        return new FunctionPatch(0, function, at(function) + offset, oldSize, at("lab_second"), 16);
    }

    private FunctionPatch nops(String function, int length) {
        return new FunctionPatch(0, function, at(function), Math.max(8, length), 0, length);
    }

    private List<Hazard> hazards(FunctionPatch... sites) {
        return PatchHazards.find(hypervisor(), profile, disassembler, List.of(sites));
    }

    private Stream<HazardKind> kinds(FunctionPatch... sites) {
        return hazards(sites).stream().map(Hazard::kind);
    }

    private void write(String function, String hex) {
        byte[] code = HexFormat.ofDelimiter(" ").parseHex(hex);
        hypervisor().memory().poke(at(function), code, 0, code.length);
    }

    /** Writes a jump with 32-bit displacement to the beginning of a function. */
    private void branch(String function, long target) {
        int displacement = (int) (target - (at(function) + 5));
        byte[] code = {
            (byte) 0xe9,
            (byte) displacement,
            (byte) (displacement >> 8),
            (byte) (displacement >> 16),
            (byte) (displacement >> 24)
        };
        hypervisor().memory().poke(at(function), code, 0, code.length);
    }

    @Test
    void anOrdinaryEntryHasNone() {
        assertThat(hazards(jump(EXTRA, 0, 8), jump(MINOR, 0, 6))).isEmpty();
        boot("endbr", Profiles.XEN_4_17);
        assertThat(hazards(jump(MINOR, 0, 10))).isEmpty();
        boot("plain", Profiles.XSPLICE_2016);
        assertThat(hazards(jump(EXTRA, 0, 8))).isEmpty();
    }

    @Test
    void dataIsNoText() {
        assertThat(kinds(jump("conring", 0, 16))).containsExactly(HazardKind.NOT_TEXT);
        assertThat(kinds(new FunctionPatch(0, "free", at("_erodata") - 0x100000, 16, at(EXTRA), 16)))
                .containsExactly(HazardKind.NOT_TEXT);
    }

    @Test
    void theMiddleOfAnInstructionIsTold() {
        assertThat(hazards(jump(EXTRA, 1, 7))).singleElement().satisfies(hazard -> {
            assertThat(hazard.kind()).isEqualTo(HazardKind.INSIDE_INSTRUCTION);
            assertThat(hazard.reason())
                    .matches(
                            "xen_extra_version\\+0x1 is within `lea rax, \\[rip \\+ 0x[0-9a-f]+]` at xen_extra_version");
        });
    }

    @Test
    void aFunctionsMiddleIsNotItsStart() {
        Instruction first = disassembler
                .disassemble(hypervisor().memory().read(at("do_xen_version"), 16), 0, 1)
                .get(0);
        assertThat(kinds(jump("do_xen_version", (int) first.next(), 16)))
                .containsExactly(HazardKind.NOT_FUNCTION_START);
        assertThat(kinds(jump("do_xen_version", 0, 16))).isEmpty();
    }

    @Test
    void whatComesBehindMayBeOverwritten() {
        assertThat(kinds(jump(EXTRA, 7, 5))).containsExactly(HazardKind.NOT_FUNCTION_START, HazardKind.SHORT_FUNCTION);
        assertThat(kinds(nops(EXTRA, 9))).containsExactly(HazardKind.SHORT_FUNCTION);
        assertThat(kinds(jump(EXTRA, 3, 5))).doesNotContain(HazardKind.SHORT_FUNCTION);
    }

    @Test
    void aSizeThatTheFunctionHasNot() {
        assertThat(kinds(jump(EXTRA, 0, 9))).containsExactly(HazardKind.OLD_SIZE_TOO_LARGE);
    }

    @Test
    void aBranchFromElsewhereIntoThePatch() {
        branch("do_set_flag", at(EXTRA));
        assertThat(kinds(jump(EXTRA, 0, 8))).isEmpty();
        branch("do_set_flag", at(EXTRA) + 5);
        assertThat(kinds(jump(EXTRA, 0, 8))).isEmpty();
        branch("do_set_flag", at(EXTRA) + 4);
        assertThat(hazards(jump(EXTRA, 0, 8))).singleElement().satisfies(hazard -> {
            assertThat(hazard.kind()).isEqualTo(HazardKind.BRANCH_INTO_PATCH);
            assertThat(hazard.reason()).isEqualTo("jmp at do_set_flag leads to xen_extra_version+0x4");
        });
    }

    @Test
    void aShortBranchIsFoundToo() {
        long from = at("do_irq_busy");
        int distance = (int) (at(EXTRA) + 5 - (from + 2));
        assertThat(distance).isBetween(-128, -1);
        hypervisor().memory().poke(from, new byte[] {0x74, (byte) distance}, 0, 2); // je xen_extra_version+5
        assertThat(kinds(jump(EXTRA, 0, 8))).isEmpty();
        hypervisor().memory().poke(from + 1, new byte[] {(byte) (distance - 1)}, 0, 1);
        assertThat(kinds(jump(EXTRA, 0, 8))).containsExactly(HazardKind.BRANCH_INTO_PATCH);
    }

    @Test
    void theOldFunctionsOwnBranchesAreNeverTaken() {
        write(MINOR, "31 c0 ff c0 75 fc c3"); // xor eax, eax; 1: inc eax; jne 1b; ret
        assertThat(kinds(jump(MINOR, 0, 7))).isEmpty();
        assertThat(kinds(nops(MINOR, 4))).as("but behind NOPs they are").containsExactly(HazardKind.BRANCH_INTO_PATCH);
        assertThat(kinds(nops(MINOR, 2))).isEmpty();
    }

    /** {@code jne lab_slow+5} at 8 is overwritten itself; the {@code jne do_busy+0xb} behind 14 NOPs is not. */
    @Test
    void aBranchThatNopsOverwriteIsNotTaken() {
        assertThat(kinds(nops("lab_slow", 10))).isEmpty();
        assertThat(kinds(nops("do_busy", 14))).containsExactly(HazardKind.BRANCH_INTO_PATCH);
    }

    @Test
    void theTailOfNopsMayCutAnInstruction() {
        assertThat(hazards(nops(EXTRA, 3))).singleElement().satisfies(hazard -> {
            assertThat(hazard.kind()).isEqualTo(HazardKind.NOP_TAIL_CUTS_INSTRUCTION);
            assertThat(hazard.reason())
                    .matches("the last NOP ends within `lea rax, \\[rip \\+ 0x[0-9a-f]+]` at xen_extra_version");
        });
        assertThat(kinds(nops(EXTRA, 7))).isEmpty();
    }

    @Test
    void nopsMayLeaveNoReturn() {
        assertThat(kinds(nops(EXTRA, 8))).containsExactly(HazardKind.NOPS_FALL_THROUGH);
        assertThat(kinds(nops(MINOR, 6))).as("only padding is behind").containsExactly(HazardKind.NOPS_FALL_THROUGH);
        assertThat(kinds(nops(MINOR, 5))).isEmpty();
    }

    @Test
    void nopsBehindAnEndbr() {
        boot("endbr", Profiles.XEN_4_17);
        assertThat(kinds(nops(MINOR, 3))).containsExactly(HazardKind.NOPS_SHORTER_THAN_ENDBR);
        assertThat(kinds(nops(MINOR, 4))).containsExactly(HazardKind.NOTHING_WRITTEN);
        assertThat(kinds(nops(MINOR, 9))).isEmpty();
    }

    @Test
    void aFunctionThatNothingCalls() {
        byte[] nothing = new byte[5];
        assertThat(kinds(jump("lab_slow", 0, 16))).isEmpty();
        long caller = at("do_call_slow");
        List<Instruction> code = disassembler.disassemble(hypervisor().memory().read(caller, 16), caller, 16);
        Instruction call = code.stream()
                .filter(i -> i.operands().equals("0x" + Long.toHexString(at("lab_slow"))))
                .findFirst()
                .orElseThrow();
        hypervisor().memory().poke(call.address(), nothing, 0, nothing.length);
        assertThat(hazards(jump("lab_slow", 0, 16))).singleElement().satisfies(hazard -> {
            assertThat(hazard.kind()).isEqualTo(HazardKind.NO_CALLERS);
            assertThat(hazard.reason()).isEqualTo("nothing in the hypervisor calls lab_slow or has its address");
        });
    }

    @Test
    void twoEntriesForOnePlace() {
        FunctionPatch first = jump(EXTRA, 0, 8);
        FunctionPatch again = new FunctionPatch(1, "again", first.oldAddr(), 8, at("lab_first"), 16);
        assertThat(hazards(first, again)).singleElement().satisfies(hazard -> {
            assertThat(hazard.kind()).isEqualTo(HazardKind.SAME_ADDRESS);
            assertThat(hazard.site()).contains(again);
            assertThat(hazard.reason()).isEqualTo("entry 0 also patches xen_extra_version");
        });
        FunctionPatch within = new FunctionPatch(1, "within", at("do_xen_version") + 4, 16, at("lab_first"), 16);
        FunctionPatch whole = new FunctionPatch(0, "do_xen_version", at("do_xen_version"), 16, at("lab_first"), 16);
        assertThat(kinds(whole, within)).contains(HazardKind.OVERLAPPING_PATCHES);
        FunctionPatch behind = new FunctionPatch(1, "behind", at("do_xen_version") + 5, 16, at("lab_first"), 16);
        assertThat(kinds(whole, behind)).doesNotContain(HazardKind.OVERLAPPING_PATCHES);
    }

    @Test
    void whereTheJumpLeads() {
        assertThat(kinds(new FunctionPatch(0, EXTRA, at(EXTRA), 8, at("conring"), 16)))
                .containsExactly(HazardKind.NEW_ADDR_NOT_CODE);
        assertThat(kinds(new FunctionPatch(0, EXTRA, at(EXTRA), 8, at(EXTRA) + (2L << 30) + 5, 16)))
                .containsExactly(HazardKind.JUMP_TOO_FAR, HazardKind.NEW_ADDR_NOT_CODE);
        assertThat(kinds(new FunctionPatch(0, EXTRA, at(EXTRA), 8, at(EXTRA) + (2L << 30) + 4, 16)))
                .containsExactly(HazardKind.NEW_ADDR_NOT_CODE);
    }

    @Test
    void aSizeBeyondAllMeasureIsNoTrouble() {
        assertThat(kinds(new FunctionPatch(0, "huge", at(EXTRA), 0xffffffffL, 0, 0xffffffffL)))
                .contains(HazardKind.SHORT_FUNCTION);
    }

    /** What tells a hypervisor of megabytes from one of pages: pointers of tables and of the boot, tail calls, padding. */
    @Test
    void aRealImageHasCallersOfWhatIsCalled() throws IOException {
        HypervisorImage image = HypervisorImage.open(RealImage.path());
        try (ModelPlane real =
                new ModelPlane(image, profile, 1, Strategy.roundRobin(), Scheduler.DEFAULT_QUANTUM, event -> {})) {
            Hypervisor xen = real.hypervisor();
            List<String> called = List.of(
                    "printk",
                    "xen_extra_version",
                    "do_xen_version",
                    "livepatch_op",
                    "common/livepatch.c#livepatch_printall", // by the key handler that the boot registers
                    "common/livepatch.c#do_livepatch_work", // by a tasklet
                    "vmx_asm_vmexit_handler",
                    "clear_bhb_loops"); // only from replacements of alternatives
            List<FunctionPatch> sites = called.stream()
                    .flatMap(name -> xen.symbols().find(name).stream())
                    .map(s -> new FunctionPatch(
                            0, s.name(), s.address(), s.size(), xen.symbols().require("_stext"), 16))
                    .toList();
            assertThat(sites).hasSizeGreaterThan(4);
            assertThat(PatchHazards.find(xen, profile, disassembler, sites)).isEmpty();
        }
    }
}
