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
     * Keeps memory, page tables and registers as they are now. It costs what has been written since the first one was
     * taken.
     */
    Snapshot snapshot();

    /**
     * Puts memory, page tables and registers back as they were; breakpoints stay as they are now. A CPU keeps what it has
     * translated, except from bytes that change.
     *
     * @param snapshot of this machine; it can be restored again
     */
    void restore(Snapshot snapshot);

    /** Frees the engines and the memory. Nothing may be used afterwards. */
    @Override
    void close();
}
