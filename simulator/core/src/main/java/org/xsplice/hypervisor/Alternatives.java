// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import org.xsplice.machine.Memory;
import org.xsplice.profile.AlternativeLayout;
import org.xsplice.profile.CpuModel;

/**
 * Replaces instructions by what suits the processor. Models xen/arch/x86/alternative.c:_apply_alternatives and, without
 * padding, apply_alternatives_nocheck of 2016.
 */
public final class Alternatives {
    private static final int MAX_PATCH_LEN = 254;
    /** {@code X86_FEATURE_ALWAYS}: the bit of long mode. */
    private static final int FEATURE_ALWAYS = 93;

    /** In a feature's number: the replacement is for processors without it. */
    private static final int ALT_FLAG_NOT = 1 << 15;

    private static final int CALL_REL32 = 0xe8;
    private static final int INDIRECT = 0xff;
    private static final int CALL_RIP = 0x15;
    private static final int JMP_RIP = 0x25;
    private static final int INDIRECT_LENGTH = 6;
    private static final int DIRECT_LENGTH = 5;
    private static final byte[] UD2_UD0 = {0x0f, 0x0b, 0x0f, (byte) 0xff, (byte) 0xff};

    private final Memory memory;
    private final AlternativeLayout layout;
    private final CpuModel cpu;
    private final boolean booted;
    private final Bugs bugs;

    /** What happens when a BUG_ON is hit. */
    @FunctionalInterface
    public interface Bugs {
        /**
         * @param ordinal which BUG_ON of the function, from 0
         * @return what to throw
         */
        RuntimeException hit(int ordinal, String condition);
    }

    /**
     * @param booted whether permissions hold, and an indirect branch without a target becomes UD2 and UD0; before the boot
     *     is over, all may be written, and such a branch stays for later
     */
    public Alternatives(Memory memory, AlternativeLayout layout, CpuModel cpu, boolean booted, Bugs bugs) {
        this.memory = memory;
        this.booted = booted;
        this.layout = layout;
        this.cpu = cpu;
        this.bugs = bugs;
    }

    /** An entry, read from memory. */
    private record Entry(
            long at, long orig, long repl, int feature, boolean not, int origLen, int replLen, int padLen, int priv) {
        int totalLen() {
            return origLen + padLen;
        }
    }

    private Entry read(long at) {
        int cpuid =
                memory.readByte(at + AlternativeLayout.CPUID) | memory.readByte(at + AlternativeLayout.CPUID + 1) << 8;
        boolean not = layout.padded() && (cpuid & ALT_FLAG_NOT) != 0;
        return new Entry(
                at,
                at + AlternativeLayout.ORIG + memory.readInt(at + AlternativeLayout.ORIG),
                at + AlternativeLayout.REPL + memory.readInt(at + AlternativeLayout.REPL),
                not ? cpuid & ~ALT_FLAG_NOT : cpuid,
                not,
                memory.readByte(at + AlternativeLayout.ORIG_LEN),
                memory.readByte(at + AlternativeLayout.REPL_LEN),
                layout.padded() ? memory.readByte(at + AlternativeLayout.PAD_LEN) : 0,
                layout.padded() ? memory.readByte(at + AlternativeLayout.PRIV) : 0);
    }

    /**
     * Applies a table.
     *
     * @param start address of the first entry
     * @param end address after the last one
     */
    public void apply(long start, long end) {
        long base = start;
        for (long at = start; Long.compareUnsigned(at, end) < 0; at += layout.size()) {
            Entry entry = read(at);
            require(entry.replLen() <= entry.totalLen(), 0, "repl_len > total_len");
            require(entry.totalLen() <= MAX_PATCH_LEN, 1, "total_len > sizeof(buf)");
            require(entry.feature() < layout.capabilityWords() * Integer.SIZE, 2, "cpuid >= NCAPINTS * 32");
            if (read(base).orig() != entry.orig()) {
                base = at;
            }
            if (entry.priv() == 0) {
                patch(entry, base);
            }
        }
    }

    private void require(boolean good, int ordinal, String condition) {
        if (!good) {
            throw bugs.hit(ordinal, condition);
        }
    }

    private void patch(Entry entry, long base) {
        if (cpu.features().contains(entry.feature()) == entry.not()) {
            if (layout.padded() && read(base).priv() == 0) {
                touched(entry);
                if (entry.padLen() > 1 && cpu.nops() != CpuModel.Nops.P6) {
                    poke(entry.orig() + entry.origLen(), NopFill.of(cpu.nops(), entry.padLen()));
                }
            }
            return;
        }
        byte[] code = memory.read(entry.repl(), entry.replLen());
        if (code.length >= DIRECT_LENGTH && (code[0] & 0xfe) == CALL_REL32 && !redirect(entry, code)) {
            return;
        }
        byte[] whole = java.util.Arrays.copyOf(code, entry.totalLen());
        byte[] nops = NopFill.of(cpu.nops(), entry.totalLen() - code.length);
        System.arraycopy(nops, 0, whole, code.length, nops.length);
        touched(entry);
        poke(entry.orig(), whole);
    }

    /** Mends the displacement of a copied branch; returns false where an indirect branch has no target yet. */
    private boolean redirect(Entry entry, byte[] code) {
        int displacement = getInt(code, 1);
        boolean indirect = layout.padded()
                && entry.feature() == FEATURE_ALWAYS
                && !entry.not()
                && displacement == -DIRECT_LENGTH
                && entry.origLen() >= INDIRECT_LENGTH
                && memory.readByte(entry.orig()) == INDIRECT
                && memory.readByte(entry.orig() + 1) == ((code[0] & 1) != 0 ? JMP_RIP : CALL_RIP);
        if (!indirect) {
            putInt(code, 1, displacement + (int) (entry.repl() - entry.orig()));
            return true;
        }
        long pointer = entry.orig() + INDIRECT_LENGTH + memory.readInt(entry.orig() + 2);
        long target = memory.readLong(pointer);
        if (target == 0) {
            System.arraycopy(UD2_UD0, 0, code, 0, UD2_UD0.length);
            return booted;
        }
        long destination = Endbr.startsAt(memory, target) ? target + Endbr.LENGTH : target;
        putInt(code, 1, (int) (destination - (entry.orig() + DIRECT_LENGTH)));
        return true;
    }

    private void touched(Entry entry) {
        if (layout.padded()) {
            memory.writeByte(entry.at() + AlternativeLayout.PRIV, 1);
        }
    }

    private void poke(long address, byte[] code) {
        if (booted) {
            memory.write(address, code);
        } else {
            memory.poke(address, code, 0, code.length);
        }
        memory.invalidate(address, code.length);
    }

    private static int getInt(byte[] code, int at) {
        return code[at] & 0xff | (code[at + 1] & 0xff) << 8 | (code[at + 2] & 0xff) << 16 | code[at + 3] << 24;
    }

    private static void putInt(byte[] code, int at, int value) {
        for (int i = 0; i < Integer.BYTES; i++) {
            code[at + i] = (byte) (value >>> 8 * i);
        }
    }
}
