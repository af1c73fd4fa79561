// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import static org.xsplice.machine.unicorn.UnicornNative.check;

import com.sun.jna.Memory;
import org.xsplice.machine.CpuState;
import org.xsplice.machine.Register;

/** Reads and writes an engine's registers, one by one or all in one native call. */
final class RegisterFile implements AutoCloseable {
    /** Numbers of {@code uc_x86_reg}, in the order of {@link Register}. */
    private static final int[] UC_X86_REG = {
        35, 37, 38, 40, 43, 39, 36, 44, 106, 107, 108, 109, 110, 111, 112, 113, 41, 25,
    };

    private static final int COUNT = UC_X86_REG.length;

    private static final int UC_X86_REG_CR0 = 50;
    private static final long CR0_WP = 1 << 16;

    private final long uc;
    private final Memory numbers = new Memory(4L * COUNT);
    private final Memory pointers = new Memory(8L * COUNT);
    private final Memory values = new Memory(8L * COUNT);

    RegisterFile(long uc) {
        this.uc = uc;
        numbers.write(0, UC_X86_REG, 0, COUNT);
        for (int i = 0; i < COUNT; i++) {
            pointers.setPointer(8L * i, values.share(8L * i));
        }
    }

    long get(Register register) {
        values.setLong(0, 0);
        check(UnicornNative.uc_reg_read(uc, UC_X86_REG[register.ordinal()], values), "uc_reg_read");
        return values.getLong(0);
    }

    void set(Register register, long value) {
        values.setLong(0, value);
        check(UnicornNative.uc_reg_write(uc, UC_X86_REG[register.ordinal()], values), "uc_reg_write");
    }

    /** Returns {@code CR0.WP}. */
    boolean writeProtect() {
        return (control0() & CR0_WP) != 0;
    }

    /** Sets {@code CR0.WP} or clears it. */
    void setWriteProtect(boolean on) {
        long others = control0() & ~CR0_WP;
        values.setLong(0, on ? others | CR0_WP : others);
        check(UnicornNative.uc_reg_write(uc, UC_X86_REG_CR0, values), "uc_reg_write");
    }

    private long control0() {
        values.setLong(0, 0);
        check(UnicornNative.uc_reg_read(uc, UC_X86_REG_CR0, values), "uc_reg_read");
        return values.getLong(0);
    }

    CpuState save() {
        values.clear();
        check(UnicornNative.uc_reg_read_batch(uc, numbers, pointers, COUNT), "uc_reg_read_batch");
        return new CpuState(values.getLongArray(0, COUNT));
    }

    void restore(CpuState state) {
        values.write(0, state.values(), 0, COUNT);
        check(UnicornNative.uc_reg_write_batch(uc, numbers, pointers, COUNT), "uc_reg_write_batch");
    }

    @Override
    public void close() {
        numbers.close();
        pointers.close();
        values.close();
    }
}
