// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine;

import static org.xsplice.text.Formats.format;

/**
 * Why an access to memory failed: the page is not there, or does not allow it.
 *
 * @param address the faulting linear address (CR2)
 * @param present whether the page is there and merely forbids the access
 */
public record PageFault(long address, Access access, boolean present) {

    private static final int PFEC_PAGE_PRESENT = 1;
    private static final int PFEC_WRITE_ACCESS = 2;
    private static final int PFEC_INSN_FETCH = 16;

    /** Returns the error code that the processor pushes for supervisor code (SDM volume 3, section 4.7). */
    public int errorCode() {
        return (present ? PFEC_PAGE_PRESENT : 0)
                | (access == Access.WRITE ? PFEC_WRITE_ACCESS : 0)
                | (access == Access.EXECUTE ? PFEC_INSN_FETCH : 0);
    }

    @Override
    public String toString() {
        return format(
                "%s of %016x, which is %s",
                access.name().toLowerCase(java.util.Locale.ROOT),
                address,
                present ? "mapped without that permission" : "not mapped");
    }
}
