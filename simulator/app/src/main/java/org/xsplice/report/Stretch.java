// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.report;

/**
 * What a CPU, or the hypervisor, did for a while.
 *
 * @param endNs not before the start
 */
record Stretch(long startNs, long endNs, String what) {
    long lengthNs() {
        return endNs - startNs;
    }
}
