// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import java.util.OptionalLong;
import org.xsplice.machine.Memory;
import org.xsplice.profile.AlternativeLayout;
import org.xsplice.profile.CpuModel;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Profile;

/**
 * Replaces instructions by what suits the processor. Models xen/arch/x86/alternative.c:_apply_alternatives and, without
 * padding, apply_alternatives_nocheck of 2016.
 */
public final class Alternatives {
    /** The longest code that can be replaced, in bytes: {@code MAX_PATCH_LEN}. */
    public static final int MAX_PATCH_LEN = 254;

    private static final String RETURN_THUNK = "__x86_return_thunk";
    /** {@code X86_FEATURE_ALWAYS}: the bit of long mode. */
    private static final int FEATURE_ALWAYS = 93;

    /** In a feature's number: the replacement is for processors without it. */
    private static final int ALT_FLAG_NOT = 1 << 15;

    private static final int CALL_REL32 = 0xe8;
    private static final int JMP_REL32 = 0xe9;
    private static final int INDIRECT = 0xff;
    private static final int CALL_RIP = 0x15;
    private static final int JMP_RIP = 0x25;
    private static final int INDIRECT_LENGTH = 6;
    private static final int DIRECT_LENGTH = 5;
    private static final byte[] UD2_UD0 = {0x0f, 0x0b, 0x0f, (byte) 0xff, (byte) 0xff};

    private final Memory memory;
    private final Profile profile;
    private final AlternativeLayout layout;
    private final CpuModel cpu;
    private final boolean booted;
    private final OptionalLong returnThunk;
    private final Watcher watcher;

    /** What must hold of each entry, in the order in which it is tested; older releases have a BUG_ON for each. */
    public enum Condition {
        REPLACEMENT_FITS("repl_len > total_len"),
        ORIGIN_FITS("total_len > sizeof(buf)"),
        FEATURE_KNOWN("cpuid >= NCAPINTS * 32");

        private final String broken;

        Condition(String broken) {
            this.broken = broken;
        }

        /** Returns what is the case where it does not hold, as Xen writes it. */
        public String broken() {
            return broken;
        }
    }

    /** Sees what becomes of each entry. */
    public interface Watcher {
        /**
         * A condition has been tested.
         *
         * @param value what was found
         * @param limit what it must not exceed, or for {@link Condition#FEATURE_KNOWN} must not reach
         */
        void tested(Condition condition, boolean holds, long orig, int value, int limit);

        /** An instruction is about to be written. Models {@code text_poke}. */
        default void poking() {}
    }

    /**
     * @param booted whether permissions hold, and an indirect branch without a target becomes UD2 and UD0; before the boot
     *     is over, all may be written, and such a branch stays for later
     * @param watcher must throw where a condition does not hold
     */
    public Alternatives(Memory memory, SymbolTable symbols, Profile profile, boolean booted, Watcher watcher) {
        this.memory = memory;
        this.profile = profile;
        this.booted = booted;
        layout = profile.alternatives();
        cpu = profile.cpu();
        returnThunk = profile.has(Feature.RETURN_IN_REPLACEMENT_MENDED)
                ? symbols.plain(RETURN_THUNK).map(OptionalLong::of).orElseGet(OptionalLong::empty)
                : OptionalLong.empty();
        this.watcher = watcher;
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
        boolean not = profile.has(Feature.INVERTED_FEATURES) && (cpuid & ALT_FLAG_NOT) != 0;
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
            test(entry);
            if (read(base).orig() != entry.orig()) {
                base = at;
            }
            if (entry.priv() == 0) {
                patch(entry, base);
            }
        }
    }

    private void test(Entry entry) {
        int total = entry.totalLen();
        int features = layout.capabilityWords() * Integer.SIZE;
        long orig = entry.orig();
        watcher.tested(Condition.REPLACEMENT_FITS, entry.replLen() <= total, orig, entry.replLen(), total);
        watcher.tested(Condition.ORIGIN_FITS, total <= MAX_PATCH_LEN, orig, total, MAX_PATCH_LEN);
        watcher.tested(Condition.FEATURE_KNOWN, entry.feature() < features, orig, entry.feature(), features);
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
        if (code.length >= DIRECT_LENGTH && (code[0] & 0xfe) == CALL_REL32) {
            if (!redirect(entry, code)) {
                return;
            }
        } else if (endsInReturn(entry, code)) {
            move(code, code.length - Integer.BYTES, entry.repl() - entry.orig());
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
                && !profile.has(Feature.ALTERNATIVE_CALLS_APART)
                && entry.feature() == FEATURE_ALWAYS
                && !entry.not()
                && displacement == -DIRECT_LENGTH
                && entry.origLen() >= INDIRECT_LENGTH
                && memory.readByte(entry.orig()) == INDIRECT
                && memory.readByte(entry.orig() + 1) == ((code[0] & 1) != 0 ? JMP_RIP : CALL_RIP);
        if (!indirect) {
            move(code, 1, entry.repl() - entry.orig());
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

    /** Returns whether code ends in a jump to the return thunk, which must lead there from elsewhere too. */
    private boolean endsInReturn(Entry entry, byte[] code) {
        int jump = code.length - DIRECT_LENGTH;
        return returnThunk.isPresent()
                && jump > 0
                && (code[jump] & 0xff) == JMP_REL32
                && entry.repl() + code.length + getInt(code, jump + 1) == returnThunk.getAsLong();
    }

    private static void move(byte[] code, int displacement, long distance) {
        putInt(code, displacement, getInt(code, displacement) + (int) distance);
    }

    private void touched(Entry entry) {
        if (layout.padded()) {
            memory.writeByte(entry.at() + AlternativeLayout.PRIV, 1);
        }
    }

    private void poke(long address, byte[] code) {
        if (booted) {
            watcher.poking();
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
