// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * ELF64 little-endian structures as records over bytes (System V ABI, chapters 4 and 5).
 *
 * <p>Reading is total: it never throws on bad content and decides nothing. A field outside of the file reads as zero; {@link
 * org.xsplice.elf.ElfBytes#contains} tells. Whoever must refuse such a file does so in its own words.
 */
package org.xsplice.elf;
