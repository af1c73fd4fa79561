// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Relocatable payloads, written from a description ({@link org.xsplice.elf.build.PayloadBuilder}), or taken apart and written
 * again ({@link org.xsplice.elf.build.ElfObject}, {@link org.xsplice.elf.build.RawElf}). All of it is deterministic and knows
 * formats only; it does not decide what a hypervisor thinks of the result.
 *
 * <pre>{@code
 * byte[] payload = PayloadBuilder.of(Profiles.XEN_4_17)
 *         .buildId(own)
 *         .builtFor(image.buildId())
 *         .replaceByName("xen_minor_version", 16, code)
 *         .build();
 * }</pre>
 */
package org.xsplice.elf.build;
