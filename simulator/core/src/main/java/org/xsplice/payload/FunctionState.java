// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

import org.xsplice.loader.PatchFunction;
import org.xsplice.machine.Memory;
import org.xsplice.profile.Feature;
import org.xsplice.profile.FunctionLayout;
import org.xsplice.profile.Profile;

/**
 * What is known of a patched function: since 82182ad7b4 {@code struct livepatch_fstate} (xen/include/xen/livepatch.h), before
 * it fields of the function's entry. It is in guest memory, where hooks may change it.
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
    private final boolean bufferInEntry;
    private final boolean allInEntry;

    /**
     * @param address of the struct; entries of version 1 have no room for all of it
     */
    FunctionState(PatchFunction function, Memory memory, long address, Profile profile) {
        this.function = function;
        this.memory = memory;
        this.address = address;
        bufferInEntry = profile.has(Feature.OLD_CODE_SAVED_IN_ENTRY);
        allInEntry = bufferInEntry && profile.functionLayout().expectation();
    }

    /** Returns whether the release has the struct, or would have it if its entries had no room for it. */
    static boolean beside(Profile profile) {
        return !profile.has(Feature.OLD_CODE_SAVED_IN_ENTRY)
                || !profile.functionLayout().expectation();
    }

    PatchFunction function() {
        return function;
    }

    /** Returns where the patch begins, in bytes from the start of the old function: after an ENDBR64. */
    int patchOffset() {
        return allInEntry
                ? memory.readByte(function.entry() + FunctionLayout.PATCH_OFFSET)
                : memory.readInt(address + PATCH_OFFSET);
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
        if (allInEntry) {
            writeEntry(FunctionLayout.PATCH_OFFSET, offset);
        } else {
            memory.writeInt(address + PATCH_OFFSET, offset);
        }
    }

    /** Returns {@code LIVEPATCH_FUNC_APPLIED} or not. */
    boolean applied() {
        return marker() == 1;
    }

    /** Returns whether the state is exactly {@code LIVEPATCH_FUNC_NOT_APPLIED}. */
    boolean notApplied() {
        return marker() == 0;
    }

    private int marker() {
        return allInEntry
                ? memory.readByte(function.entry() + FunctionLayout.APPLIED)
                : memory.readInt(address + APPLIED);
    }

    private void writeEntry(int field, int value) {
        function.hypervisor().text().save(function.entry() + field, new byte[] {(byte) value});
    }

    void setApplied(boolean isApplied) {
        if (allInEntry) {
            writeEntry(FunctionLayout.APPLIED, isApplied ? 1 : 0);
        } else {
            memory.writeInt(address + APPLIED, isApplied ? 1 : 0);
        }
    }

    /** Returns where the bytes are that were overwritten. */
    long buffer() {
        return bufferInEntry ? function.entry() + FunctionLayout.OPAQUE : address + INSN_BUFFER;
    }
}
