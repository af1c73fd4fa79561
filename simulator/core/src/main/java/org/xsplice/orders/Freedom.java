// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.orders;

/**
 * What may happen beside the steps of CPUs, where somebody chooses.
 *
 * @param deadlines whether a master's deadline may pass whenever it waits; else it never does
 * @param nmis how many NMIs there may be, on any CPU at any moment
 * @param lag whether CPUs may go on executing what they fetched before the patching, until they serialize
 * @param everyInstruction whether a step of guest code is one instruction, rather than all up to the next access to what
 *     others can see
 * @param anyCpu whether hypercalls may also be made on other CPUs than CPU 0; only the image's own code minds
 */
public record Freedom(boolean deadlines, int nmis, boolean lag, boolean everyInstruction, boolean anyCpu) {
    /** Nothing but the CPUs' own steps. */
    public static final Freedom NONE = new Freedom(false, 0, false, false, false);
}
