// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Relocatable payloads, written from a description, and taken apart, damaged and written again.
 *
 * <p>{@link org.xsplice.elf.build.PayloadBuilder} makes good ones, {@link org.xsplice.elf.build.Damages} bad ones that
 * have a name, {@link org.xsplice.elf.build.Mutator} bad ones by chance. All of it is deterministic and knows formats
 * only: what a hypervisor thinks of the result is not decided here.
 */
package org.xsplice.elf.build;
