// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import java.util.Map;
import org.xsplice.machine.Access;
import org.xsplice.machine.PageFault;
import org.xsplice.machine.Permission;

/** How one engine comes to see the machine's page tables. */
sealed interface Translation permits SoftwareTlb, MappedPages {

    /** New pages are there, in adjacent frames. */
    void mapped(long address, long size, long physical, Permission permission);

    /** Pages are gone. */
    void unmapped(long address, long size);

    /** Pages have another permission. */
    void changed(long address, long size, Permission permission);

    /** The whole page table is another one. */
    void replaced(PageTable before, PageTable after);

    /** Returns whether the machine learns of it before guest code writes to a page that it watches. */
    boolean tellsWrites();

    /** Shows this CPU other frames, by page, than the page table says. */
    void setPrivateFrames(Map<Long, Integer> frames);

    /** Returns by which address hooks of data accesses know what the guest has at a mapped address. */
    long addressInHooks(long address);

    /**
     * Returns the fault that made the last run fail and forgets it, or null.
     *
     * @param rip where the CPU stands
     */
    PageFault takeFault(long rip);

    /** Makes the engine ask for its pages again, where it does. */
    void flush();

    /** Makes the engine ask again for the pages that it may write although their permission forbids it. */
    void protectAgain();

    /** Returns the address at which {@code uc_emu_start} is to end: one that no code comes to. */
    long until();

    /** Forgets a fault that no run has caused. */
    void forgetFault();

    /** Returns Unicorn's bits for a permission. */
    static int protection(Permission permission) {
        return (permission.allows(Access.READ) ? UnicornNative.UC_PROT_READ : 0)
                | (permission.allows(Access.WRITE) ? UnicornNative.UC_PROT_WRITE : 0)
                | (permission.allows(Access.EXECUTE) ? UnicornNative.UC_PROT_EXEC : 0);
    }
}
