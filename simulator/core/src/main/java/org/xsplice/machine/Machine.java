// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine;

/** CPUs on one memory. Not for use by several threads. */
public interface Machine extends AutoCloseable {
    Memory memory();

    int cpuCount();

    /**
     * Returns a CPU.
     *
     * @throws IndexOutOfBoundsException if there is no CPU of that number
     */
    Cpu cpu(int id);

    /**
     * Keeps memory, page tables and all of its CPUs' state ({@link Cpu} tells what that is) as they are now. It costs what
     * has been written since the last one; what has not is shared.
     */
    Snapshot snapshot();

    /**
     * Puts memory, page tables and CPUs back as they were; breakpoints stay as they are now. A CPU keeps what it has
     * translated, except from bytes that change. It costs what differs between the snapshot and now.
     *
     * @param snapshot of this machine; it can be restored again
     */
    void restore(Snapshot snapshot);

    /** Frees the engines and the memory. Nothing may be used afterwards. */
    @Override
    void close();

    /** Returns whether guest code that clears {@code CR0.WP} can write where it may only read, as a processor lets it. */
    boolean obeysWriteProtect();
}
