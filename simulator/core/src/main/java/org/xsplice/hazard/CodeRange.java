// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hazard;

/**
 * A stretch of code.
 *
 * @param start virtual address of its first byte
 * @param live whether it can still be executed once the hypervisor has booted
 */
record CodeRange(long start, byte[] bytes, boolean live) {
    boolean contains(long address) {
        return Long.compareUnsigned(address - start, bytes.length) < 0;
    }

    long end() {
        return start + bytes.length;
    }
}
