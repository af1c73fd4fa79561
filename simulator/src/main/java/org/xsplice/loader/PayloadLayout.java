// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

/**
 * Where a payload lies in memory.
 *
 * @param pages number of pages of all three regions together; 0 before anything was allocated
 * @param safeToReapply whether nothing in it can have changed by running: it may be applied again after a revert
 */
public record PayloadLayout(
        long textAddr,
        long textSize,
        long rwAddr,
        long rwSize,
        long roAddr,
        long roSize,
        int pages,
        boolean safeToReapply) {

    /** Collects the layout while loading. */
    static final class Builder {
        private PayloadLayout layout = new PayloadLayout(0, 0, 0, 0, 0, 0, 0, false);

        void place(long text, long textSize, long rw, long rwSize, long ro, long roSize, int pages) {
            layout = new PayloadLayout(text, textSize, rw, rwSize, ro, roSize, pages, false);
        }

        void safeToReapply(boolean safe) {
            PayloadLayout l = layout;
            layout = new PayloadLayout(l.textAddr, l.textSize, l.rwAddr, l.rwSize, l.roAddr, l.roSize, l.pages, safe);
        }

        PayloadLayout get() {
            return layout;
        }
    }
}
