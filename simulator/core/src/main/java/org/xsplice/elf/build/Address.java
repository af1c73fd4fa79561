// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf.build;

/** An address in a payload's data: a number, or something that a relocation fills in. */
public sealed interface Address {
    /** No address. */
    Address NULL = new At(0);

    /** A number, known when the payload is built. */
    record At(long value) implements Address {}

    /** A symbol's address, known when the payload is loaded. */
    record Of(SymbolRef symbol, long addend) implements Address {}
}
