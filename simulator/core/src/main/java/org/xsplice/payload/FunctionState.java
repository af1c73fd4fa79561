// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

import org.xsplice.loader.PatchFunction;
import org.xsplice.machine.Memory;
import org.xsplice.profile.FunctionLayout;

/**
 * What is known of a patched function beside its entry: {@code struct livepatch_fstate} (xen/include/xen/livepatch.h), in
 * guest memory, where hooks may change it.
 */
final class FunctionState {
    /** Size of the struct, in bytes. */
    static final int SIZE = 40;

    private static final int PATCH_OFFSET = 0;
    private static final int APPLIED = 4;
    private static final int INSN_BUFFER = 8;

    private final PatchFunction function;
    private final Memory memory;
    private final long address;
    private final boolean savedInEntry;

    /**
     * @param savedInEntry whether overwritten bytes are kept in the function's entry
     */
    FunctionState(PatchFunction function, Memory memory, long address, boolean savedInEntry) {
        this.function = function;
        this.memory = memory;
        this.address = address;
        this.savedInEntry = savedInEntry;
    }

    PatchFunction function() {
        return function;
    }

    /** Returns where the patch begins, in bytes from the start of the old function: after an ENDBR64. */
    int patchOffset() {
        return memory.readInt(address + PATCH_OFFSET);
    }

    /**
     * Returns how many bytes the patch has. Models {@code livepatch_insn_len}: unsigned, and huge where there are fewer NOPs
     * than an ENDBR64 has bytes.
     */
    int patchLength() {
        return patchLength(function, patchOffset());
    }

    /** Returns how many bytes it would be with another offset. */
    static int patchLength(PatchFunction function, int patchOffset) {
        return function.nops() ? function.newSize() - patchOffset : Trampoline.SIZE;
    }

    void setPatchOffset(int offset) {
        memory.writeInt(address + PATCH_OFFSET, offset);
    }

    /** Returns {@code LIVEPATCH_FUNC_APPLIED} or not. */
    boolean applied() {
        return memory.readInt(address + APPLIED) == 1;
    }

    /** Returns whether the state is exactly {@code LIVEPATCH_FUNC_NOT_APPLIED}. */
    boolean notApplied() {
        return memory.readInt(address + APPLIED) == 0;
    }

    void setApplied(boolean isApplied) {
        memory.writeInt(address + APPLIED, isApplied ? 1 : 0);
    }

    /** Returns where the bytes are that were overwritten. */
    long buffer() {
        return savedInEntry ? function.entry() + FunctionLayout.OPAQUE : address + INSN_BUFFER;
    }
}
