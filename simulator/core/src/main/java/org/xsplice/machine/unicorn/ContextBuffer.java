// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import static org.xsplice.machine.unicorn.UnicornNative.check;
import static org.xsplice.text.Formats.format;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.nio.ByteBuffer;

/**
 * Through this all registers of an engine are kept and put back: one {@code uc_context} for the engine's life, whose content
 * is copied. So what snapshots hold is the Java machine's, and nothing is left to be freed.
 */
final class ContextBuffer implements AutoCloseable {
    /** Of {@code UC_X86_REG_DR7}: in its low byte, which hardware breakpoints are on. */
    private static final int UC_X86_REG_DR7 = 73;

    private static final int DR7_ENABLED = 0xff;

    private final long uc;
    private final Pointer context;
    private final Pointer data;
    private final int size;
    private final ByteBuffer others;
    private final Memory dr7 = new Memory(Long.BYTES);
    /** What the buffer holds, except for the registers that {@code CpuState} has; null at first. */
    private WholeContext loaded;

    ContextBuffer(long uc) {
        this.uc = uc;
        PointerByReference handle = new PointerByReference();
        check(UnicornNative.uc_context_alloc(uc, handle), "uc_context_alloc");
        context = handle.getValue();
        size = (int) context.getLong(0);
        long header = UnicornNative.uc_context_size(uc) - size;
        data = context.share(header);
        others = WholeContext.othersOf(data.getByteBuffer(0, size));
    }

    /**
     * Returns all registers.
     *
     * @param last returned by an earlier call, or null; returned again where no register has changed that {@code CpuState}
     *     does not have
     */
    WholeContext save(WholeContext last) {
        check(UnicornNative.uc_context_save(uc, context), "uc_context_save");
        loaded = last != null && last.hasOthers(others) ? last : new WholeContext(copy());
        return loaded;
    }

    private byte[] copy() {
        check(UnicornNative.uc_reg_read(uc, UC_X86_REG_DR7, dr7), "uc_reg_read");
        if ((dr7.getLong(0) & DR7_ENABLED) != 0) {
            throw new IllegalStateException(
                    format("a CPU whose hardware breakpoints are on (DR7 is %x) cannot be kept", dr7.getLong(0)));
        }
        return data.getByteArray(0, size);
    }

    /** Puts all registers back; those that {@code CpuState} has are not what they were. */
    void restore(WholeContext wanted) {
        if (loaded != wanted) {
            data.write(0, wanted.bytes(), 0, size);
            loaded = wanted;
        }
        check(UnicornNative.uc_context_restore(uc, context), "uc_context_restore");
    }

    @Override
    public void close() {
        check(UnicornNative.uc_context_free(context), "uc_context_free");
        dr7.close();
    }
}
