// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine;

/**
 * Bytes that guest code has changed in an executable page.
 *
 * @param address virtual address of the first byte that differs
 * @param before what was there
 * @param after what is there, of equal length
 */
public record TextChange(long address, byte[] before, byte[] after) {}
