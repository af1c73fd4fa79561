// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.run;

/**
 * What a write did to a function of the hypervisor.
 *
 * @param where symbol and offset of the stretch that is shown
 * @param address of its first byte
 * @param changed for each byte whether it is another now
 * @param cause why, for people
 */
public record FunctionChange(
        String where, long address, CodeView before, CodeView after, java.util.BitSet changed, String cause) {}
