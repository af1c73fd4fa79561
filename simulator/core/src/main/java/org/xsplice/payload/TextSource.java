// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

/** Text to look at: the present one, or a future one. */
@FunctionalInterface
interface TextSource {
    /**
     * Reads bytes.
     *
     * @throws org.xsplice.machine.PageFaultException or an outcome like it, if there are none
     */
    byte[] read(long address, int length);
}
