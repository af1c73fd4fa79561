// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import org.xsplice.hypervisor.Endbr;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Profile;

/**
 * The bytes that applying an entry of the function section overwrites.
 *
 * @param address of the first: after an ENDBR64 where the release looks for one
 * @param length in bytes; 0 where nothing is overwritten, negative where there are fewer NOPs than an ENDBR64 has bytes
 */
public record PatchedBytes(long address, long length) {
    /** Length of {@code jmp} with a 32-bit distance. */
    private static final int JUMP = 5;

    /**
     * Tells what an entry overwrites.
     *
     * @throws org.xsplice.machine.PageFaultException if its {@code old_addr} cannot be read
     */
    public static PatchedBytes of(Hypervisor hypervisor, Profile profile, PatchFunction function) {
        boolean endbr = profile.has(Feature.ENDBR_AWARE) && Endbr.startsAt(hypervisor.memory(), function.oldAddr());
        int offset = endbr ? Endbr.LENGTH : 0;
        boolean nops = profile.has(Feature.NOP_PATCHING) && function.nops();
        long length = nops ? Integer.toUnsignedLong(function.newSize()) - offset : JUMP;
        return new PatchedBytes(function.oldAddr() + offset, length);
    }

    /** Returns the address after the last byte. */
    public long end() {
        return address + length;
    }

    public boolean overlaps(PatchedBytes other) {
        return length > 0
                && other.length > 0
                && Long.compareUnsigned(address, other.end()) < 0
                && Long.compareUnsigned(other.address, end()) < 0;
    }
}
