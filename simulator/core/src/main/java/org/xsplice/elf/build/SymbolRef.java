// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf.build;

/**
 * A symbol that an {@link ObjectBuilder} has been given; its index in the table is known only when the file is written.
 *
 * @param position in the order in which symbols were given, from 0
 */
public record SymbolRef(int position) {}
