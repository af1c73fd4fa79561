// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.HypervisorDiedException;
import org.xsplice.hypervisor.Xenheap;
import org.xsplice.machine.Access;
import org.xsplice.machine.Memory;
import org.xsplice.machine.MemoryView;
import org.xsplice.machine.PageFault;
import org.xsplice.machine.PageFaultException;

/** What patching copies to and from text; where that cannot be, the hypervisor dies in {@code memcpy}. */
final class CopiedText {
    /** Longer than any part of a hypervisor: the copy runs into what is not there. */
    private static final int LENGTH_MAX = 256 << 20;

    private final Hypervisor hypervisor;

    CopiedText(Hypervisor hypervisor) {
        this.hypervisor = hypervisor;
    }

    /**
     * Reads what is copied.
     *
     * @param length in bytes, unsigned
     * @throws HypervisorDiedException where it cannot be read
     */
    byte[] read(long from, int length) {
        try {
            for (int done = 0; Integer.compareUnsigned(done, length) < 0; done += Memory.PAGE_SIZE) {
                hypervisor.memory().readByte(done == 0 ? from : (from & -Memory.PAGE_SIZE) + done);
            }
            return hypervisor.text().read(from, Math.min(length, LENGTH_MAX));
        } catch (PageFaultException e) {
            throw new HypervisorDiedException(hypervisor.deathIn("memcpy", e.fault()));
        }
    }

    /**
     * Copies text to where it is data. Behind the heap's blocks is other memory of the direct map: a copy that is far too long
     * comes to the end of the text first.
     *
     * @param length in bytes, unsigned
     * @throws HypervisorDiedException where it cannot be read or written
     */
    void save(long from, long to, int length) {
        if (!Xenheap.contains(to)) {
            requireRoom(from, to, length);
        }
        try {
            hypervisor.text().save(to, read(from, length));
        } catch (PageFaultException e) {
            throw new HypervisorDiedException(hypervisor.deathIn("memcpy", e.fault()));
        }
    }

    /** A copy that is far too long dies at the first page that cannot be read, or written; what is before it has been copied. */
    private void requireRoom(long from, long to, int length) {
        MemoryView memory = hypervisor.memory();
        long size = Integer.toUnsignedLong(length);
        for (long done = 0; done < size && memory.permissionAt(from + done) != null; done += Memory.PAGE_SIZE) {
            long written = to + done & -Memory.PAGE_SIZE;
            boolean needed = done == 0 || written - to < size;
            if (needed && !hypervisor.text().isWritable(written)) {
                boolean present = memory.permissionAt(written) != null;
                PageFault fault = new PageFault(done == 0 ? to : written, Access.WRITE, present);
                if (done != 0) {
                    copyBefore(from, to, written);
                }
                throw new HypervisorDiedException(hypervisor.deathIn("memcpy", fault));
            }
        }
    }

    private void copyBefore(long from, long to, long end) {
        int length = (int) (end - to & -Long.BYTES);
        hypervisor.text().save(to, read(from, length));
    }

    /**
     * Writes what is copied.
     *
     * @param verification to be done when it is written
     * @throws HypervisorDiedException where it cannot be written
     */
    void write(long to, byte[] bytes, String cause, Runnable verification) {
        try {
            hypervisor.text().write(to, bytes, cause, verification);
        } catch (PageFaultException e) {
            throw new HypervisorDiedException(hypervisor.deathIn("memcpy", e.fault()));
        }
    }
}
