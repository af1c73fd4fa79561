// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

/** Text to look at: as it is, or as it will be. */
@FunctionalInterface
interface TextSource {
    /**
     * Reads bytes.
     *
     * @throws org.xsplice.machine.PageFaultException or an outcome like it, if there are none
     */
    byte[] read(long address, int length);
}
