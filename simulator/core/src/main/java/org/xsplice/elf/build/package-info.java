// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Relocatable payloads, written from a description ({@link org.xsplice.elf.build.PayloadBuilder}), and taken apart and
 * written again ({@link org.xsplice.elf.build.ElfObject}, {@link org.xsplice.elf.build.RawElf}). All of it is
 * deterministic and knows formats only: what a hypervisor thinks of the result is not decided here.
 */
package org.xsplice.elf.build;
