// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.chance.Chance;
import org.xsplice.machine.BreakpointOwner;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.CpuState;
import org.xsplice.machine.Memory;
import org.xsplice.machine.Permission;
import org.xsplice.machine.Register;
import org.xsplice.machine.Snapshot;
import org.xsplice.machine.Stop;
import org.xsplice.machine.TextChange;
import org.xsplice.support.Engines;

/** A machine that is put back goes on as it did before: memory, all registers, stops and hashes, byte for byte. */
class PutBackTests {
    private static final BreakpointOwner OWNER = new BreakpointOwner("test");
    private static final long TEXT = 0xffff82d040200000L;
    private static final long PROBE = TEXT + 0x10000;
    private static final long WRITABLE_TEXT = TEXT + 0x20000;
    private static final long DATA = 0xffff82d040400000L;
    private static final int DATA_PAGES = 8;
    private static final long PROBED = DATA + 0x100000;
    private static final int CPUS = 2;
    /** No trap after each instruction. */
    private static final long FLAGS = 2;

    /** Pieces of code; each finds data at RDI, a stack, and text that it may write at RSI. */
    private static final List<String> PIECES = List.of(
            "4801d8", // add rax, rbx
            "48ffc3480fafc3", // inc rbx; imul rax, rbx
            "48ffc348890748895708", // inc rbx; mov [rdi], rax; mov [rdi+8], rdx
            "50539d9c585b", // push rax; push rbx; popf; pushf; pop rax; pop rbx
            "fdfcf9f8f548d1c0", // std; cld; stc; clc; cmc; rol rax, 1
            "66480f6ec0660f61c0", // movq xmm0, rax; punpcklwd xmm0, xmm0
            "660fefc8660ffec1", // pxor xmm1, xmm0; paddd xmm0, xmm1
            "f30f2ad0f30f58d2f30f51da", // cvtsi2ss xmm2, eax; addss xmm2, xmm2; sqrtss xmm3, xmm2
            "0f110f", // movups [rdi], xmm1
            "0fae1f8127ffff0f000f1f00", // stmxcsr [rdi]; and dword [rdi], 0xfffff; nop
            "c707801f0000810700200000" + "0fae17", // mov dword [rdi], 0x1f80; add dword [rdi], 0x2000; ldmxcsr [rdi]
            "d9e8d9ebdec1", // fld1; fldpi; faddp
            "48ffc348891fdf2fd9fa", // inc rbx; mov [rdi], rbx; fild qword [rdi]; fsqrt
            "dd1f", // fstp qword [rdi]
            "dbe3", // fninit
            "66c7077f0e66311fd92f", // mov word [rdi], 0xe7f; xor [rdi], bx; fldcw [rdi]
            "0f6ec00ffec0", // movd mm0, eax; paddd mm0, mm0
            "b9010100c089d831d20f30", // mov ecx, GS base; mov eax, ebx; xor edx, edx; wrmsr
            "b9000100c089d831d20f30", // FS base
            "b9020100c089d831d20f30", // kernel GS base
            "b9820000c089d831d20f30", // LSTAR
            "b9810000c089d831d20f30", // STAR
            "0f01f8", // swapgs
            "31c08ee08ee8", // xor eax, eax; mov fs, eax; mov gs, eax
            "0f20e04835800000000f22e0", // mov rax, cr4; xor rax, 0x80; mov cr4, rax
            "0f22d0", // mov cr2, rax
            "f3480faed8", // wrgsbase rax
            "66c707ff7f66895f02480f0117", // mov word [rdi], 0x7fff; mov [rdi+2], bx; lgdt [rdi]
            "4831d2b90300000048f7f1", // xor rdx, rdx; mov ecx, 3; div rcx
            "57b909000000f3aa5f", // push rdi; mov ecx, 9; rep stosb; pop rdi
            "65488b042500000000", // mov rax, gs:[0]
            "8806", // mov [rsi], al
            "31c9f7f1", // xor ecx, ecx; div ecx
            "cc0f0bf4", // int3; ud2; hlt
            "4881c70010000081e7ff7f40404881cf00004000", // add rdi, 4096, and within the data
            "c744240800000000b8000000f4"); // mov dword [rsp+8], 0; mov eax, 0xf4000000

    /** Stores what cannot be read otherwise: x87, XMM, MXCSR, descriptor tables, control registers, MSRs. */
    private static final String PROBE_CODE = "0fae07" // fxsave [rdi]
            + "0f018700020000" // sgdt [rdi+0x200]
            + "0f018f10020000" // sidt [rdi+0x210]
            + "0f20e048898720020000" // mov rax, cr4; mov [rdi+0x220], rax
            + "0f20d048898728020000" // mov rax, cr2; mov [rdi+0x228], rax
            + "0f20c048898730020000" // mov rax, cr0; mov [rdi+0x230], rax
            + "8ce048898738020000" // mov eax, fs; mov [rdi+0x238], rax
            + "8ce848898740020000" // mov eax, gs; mov [rdi+0x240], rax
            + readMsr("000100c0", 0x48)
            + readMsr("010100c0", 0x50)
            + readMsr("020100c0", 0x58)
            + readMsr("810000c0", 0x60)
            + readMsr("820000c0", 0x68)
            + readMsr("800000c0", 0x70)
            + "f4";

    private final UnicornMachine machine = new UnicornMachine(CPUS);
    private final Memory memory = machine.memory();
    private final TreeSet<Long> starts = new TreeSet<>();

    private static String readMsr(String number, int at) {
        // mov ecx, NUMBER; rdmsr; mov [rdi+0x200+AT], eax; mov [rdi+0x204+AT], edx
        return "b9" + number + "0f32" + "8987%02x020000".formatted(at) + "8997%02x020000".formatted(at + 4);
    }

    @AfterEach
    void close() {
        machine.close();
    }

    private void poke(long address, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        memory.poke(address, bytes, 0, bytes.length);
    }

    private void load(Chance chance) {
        memory.map(TEXT, 0x10000, Permission.RX);
        memory.map(PROBE, Memory.PAGE_SIZE, Permission.RX);
        memory.map(WRITABLE_TEXT, Memory.PAGE_SIZE, Permission.RWX);
        memory.map(DATA, (long) DATA_PAGES * Memory.PAGE_SIZE, Permission.RW);
        memory.map(PROBED, (long) CPUS * Memory.PAGE_SIZE, Permission.RW);
        poke(PROBE, PROBE_CODE);
        long at = TEXT;
        for (int i = 0; i < 500; i++) {
            starts.add(at);
            String piece = PIECES.get(chance.below(PIECES.size()));
            poke(at, piece);
            at += piece.length() / 2;
        }
        starts.add(at);
        poke(at, "e9" + HexFormat.of().toHexDigits(Integer.reverseBytes((int) (TEXT - at - 5))));
        for (int cpu = 0; cpu < CPUS; cpu++) {
            renew(machine.cpu(cpu), TEXT);
        }
    }

    /** Sets what pieces of code need. */
    private void renew(Cpu cpu, long rip) {
        cpu.set(Register.RSP, DATA + (cpu.id() + 1L) * Memory.PAGE_SIZE - 64);
        cpu.set(Register.RDI, DATA + (long) (CPUS + cpu.id()) * Memory.PAGE_SIZE);
        cpu.set(Register.RSI, WRITABLE_TEXT + cpu.id());
        cpu.set(Register.RIP, rip);
    }

    /** Runs the CPUs for a while and tells all that can be seen. */
    private List<String> goOn(long seed) {
        Chance chance = new Chance(seed);
        List<String> seen = new ArrayList<>();
        for (int turn = 0; turn < 25; turn++) {
            Cpu cpu = machine.cpu(chance.below(CPUS));
            long before = cpu.instructions();
            Stop stop = cpu.run(cpu.get(Register.RIP), 1 + chance.below(40));
            seen.add("CPU %d: %s at %x after %d: %x, %s"
                    .formatted(
                            cpu.id(),
                            stop,
                            cpu.get(Register.RIP),
                            cpu.instructions() - before,
                            cpu.hashOfOtherRegisters(),
                            probe(cpu)));
            if (chance.oneIn(4)) {
                for (TextChange change : memory.takeTextChanges()) {
                    seen.add("text: %x %s %s"
                            .formatted(
                                    change.address(),
                                    HexFormat.of().formatHex(change.before()),
                                    HexFormat.of().formatHex(change.after())));
                }
            }
            if (!(stop instanceof Stop.BudgetSpent || stop instanceof Stop.Halted)) {
                renew(cpu, next(cpu.get(Register.RIP)));
            }
        }
        seen.addAll(everything());
        return seen;
    }

    private long next(long rip) {
        Long next = starts.higher(rip);
        return next == null ? TEXT : next;
    }

    /** All registers of all CPUs, and what each page holds. */
    private List<String> everything() {
        List<String> all = new ArrayList<>();
        for (int id = 0; id < CPUS; id++) {
            Cpu cpu = machine.cpu(id);
            for (Register register : Register.values()) {
                all.add("CPU %d: %s %x".formatted(id, register, cpu.get(register)));
            }
            all.add("CPU %d: %x, %s".formatted(id, cpu.hashOfOtherRegisters(), probe(cpu)));
        }
        for (int page = 0; page < DATA_PAGES; page++) {
            all.add("data %d: %s".formatted(page, digest(DATA + (long) page * Memory.PAGE_SIZE)));
        }
        all.add("text: " + digest(WRITABLE_TEXT));
        return all;
    }

    private String digest(long page) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(memory.read(page, Memory.PAGE_SIZE)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Has a CPU store its registers; its general ones are as before afterwards. */
    private String probe(Cpu cpu) {
        CpuState before = cpu.save();
        long at = PROBED + (long) cpu.id() * Memory.PAGE_SIZE;
        cpu.set(Register.RDI, at);
        cpu.set(Register.RFLAGS, FLAGS);
        assertThat(cpu.run(PROBE, 1000)).isEqualTo(new Stop.Halted());
        cpu.restore(before);
        return HexFormat.of().formatHex(memory.read(at, 0x280));
    }

    /** A moment, and how it went on from there. */
    private record Moment(Snapshot snapshot, List<String> everything, long seed, List<String> after) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatWasPutBackGoesOnAsItDid(long seed) {
        Chance chance = new Chance(seed);
        load(chance);
        List<Moment> moments = new ArrayList<>();
        for (int round = 0; round < 30; round++) {
            if (moments.isEmpty() || chance.oneIn(2)) {
                Snapshot snapshot = machine.snapshot();
                List<String> everything = everything();
                machine.restore(snapshot);
                long then = chance.nextLong();
                moments.add(new Moment(snapshot, everything, then, goOn(then)));
            } else {
                Moment moment = moments.get(chance.below(moments.size()));
                machine.restore(moment.snapshot());
                String where = "seed %d, round %d".formatted(seed, round);
                assertThat(everything()).as(where).isEqualTo(moment.everything());
                machine.restore(moment.snapshot());
                assertThat(goOn(moment.seed())).as(where).isEqualTo(moment.after());
            }
        }
    }

    /** So that the random code above is known to reach what it is for. */
    @Test
    void registersBesideTheGeneralOnesChangeTheHash() {
        load(new Chance(1));
        Cpu cpu = machine.cpu(0);
        assertThat(cpu.hashOfOtherRegisters()).isEqualTo(machine.cpu(1).hashOfOtherRegisters());
        Snapshot start = machine.snapshot();
        long hash = cpu.hashOfOtherRegisters();
        for (String code : List.of(
                "66480f6ec1", // movq xmm0, rcx
                "b9010100c0b87856341231d20f30", // GS base
                "b9820000c0b87856341231d20f30", // LSTAR
                "0f20e04835800000000f22e0", // CR4
                "0f22d1", // CR2
                "d9e8", // x87
                "c707a01f00000fae17", // MXCSR
                "66c707ff7f0f0117", // GDTR
                "0f23c1" // DR0
                )) {
            poke(TEXT, "b905000000" + code + "f4");
            memory.invalidate(TEXT, 64);
            renew(cpu, TEXT);
            assertThat(cpu.run(TEXT, 100)).as(code).isEqualTo(new Stop.Halted());
            assertThat(cpu.hashOfOtherRegisters()).as(code).isNotEqualTo(hash);
            machine.restore(start);
            assertThat(cpu.hashOfOtherRegisters()).as(code).isEqualTo(hash);
        }
    }

    @Test
    void generalRegistersAndFlagsDoNotChangeTheHash() {
        load(new Chance(1));
        poke(TEXT, "4801d848ffc3480fafc3505bfdf94883e801f4");
        memory.invalidate(TEXT, 64);
        long hash = machine.cpu(0).hashOfOtherRegisters();
        assertThat(machine.cpu(0).run(TEXT, 100)).isEqualTo(new Stop.Halted());
        assertThat(machine.cpu(0).hashOfOtherRegisters()).isEqualTo(hash);
    }

    @Test
    void whoIsToPassABreakpointIsKept() {
        load(new Chance(1));
        poke(TEXT, "9090f4");
        Cpu cpu = machine.cpu(0);
        cpu.addBreakpoint(OWNER, TEXT);
        cpu.passBreakpointOnce();
        Snapshot passing = machine.snapshot();
        assertThat(cpu.run(TEXT, 10)).isEqualTo(new Stop.Halted());
        Snapshot notPassing = machine.snapshot();
        machine.restore(passing);
        assertThat(cpu.run(TEXT, 10)).isEqualTo(new Stop.Halted());
        machine.restore(passing);
        machine.restore(notPassing);
        assertThat(cpu.run(TEXT, 10)).isEqualTo(new Stop.Breakpoint(TEXT, List.of(OWNER)));
    }

    @Test
    void textWritesThatNobodyHasAskedAboutAreKept() {
        Engines.requireTlbHook();
        load(new Chance(1));
        poke(TEXT, "b0078806f4");
        Cpu cpu = machine.cpu(0);
        cpu.run(TEXT, 10);
        Snapshot written = machine.snapshot();
        assertThat(memory.takeTextChanges()).hasSize(1);
        machine.restore(written);
        assertThat(memory.takeTextChanges()).hasSize(1);
        assertThat(memory.takeTextChanges()).isEmpty();
    }

    @Test
    void whatCannotBeKeptIsRefused() {
        Engines.requireTlbHook(); // Unicorn 2.0 does not survive it
        load(new Chance(1));
        poke(TEXT, "b8010400000f23f8f4");
        assertThat(machine.cpu(0).run(TEXT, 10)).isEqualTo(new Stop.Halted());
        assertThatThrownBy(machine::snapshot).hasMessageContaining("DR7 is 401");
    }
}
