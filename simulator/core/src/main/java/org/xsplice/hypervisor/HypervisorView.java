// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import org.xsplice.machine.MemoryView;
import org.xsplice.profile.Profile;

/** A hypervisor for those who only look. */
public interface HypervisorView {
    HypervisorImage image();

    /** Returns the release that it is taken for. */
    Profile profile();

    SymbolTable symbols();

    MemoryView memory();

    /**
     * Reads a NUL-terminated string from the guest's memory.
     *
     * @throws org.xsplice.machine.PageFaultException where it leaves what is mapped
     */
    String readString(long address);

    /** Names an address as {@code %pS} does: symbol, offset, size, and the payload it belongs to. */
    String describe(long address);

    /** Returns where 8 MiB of guest memory are, not the hypervisor's, for hypercalls to copy to and from. */
    long guestMemory();
}
