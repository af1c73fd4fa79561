// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

/**
 * A symbol of the hypervisor.
 *
 * @param name as Xen looks it up: local symbols of a C file are {@code FILE#name}
 * @param address virtual address
 * @param size in bytes, 0 where the table tells none
 */
public record Symbol(String name, long address, long size) {}
