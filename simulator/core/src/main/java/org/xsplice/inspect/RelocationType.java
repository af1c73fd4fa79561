// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import org.xsplice.elf.Elf;

/**
 * A type of relocation, with what the hypervisor makes of it (xen/arch/x86/livepatch.c:arch_livepatch_perform_rela).
 *
 * @param name as in the x86-64 psABI, section 4.4
 * @param formula what is computed, in the psABI's letters; empty where the hypervisor refuses it
 * @param width of the place, in bytes; 0 where nothing is stored
 */
public record RelocationType(long number, String name, String formula, int width) {
    static RelocationType of(long number) {
        String name = name(number);
        return switch ((int) number) {
            case Elf.R_X86_64_NONE -> new RelocationType(number, name, "none", 0);
            case Elf.R_X86_64_64 -> new RelocationType(number, name, "S + A", Long.BYTES);
            case Elf.R_X86_64_PC32, Elf.R_X86_64_PLT32 -> new RelocationType(number, name, "S + A - P", Integer.BYTES);
            default -> new RelocationType(number, name, "", 0);
        };
    }

    private static String name(long number) {
        return switch ((int) number) {
            case Elf.R_X86_64_NONE -> "R_X86_64_NONE";
            case Elf.R_X86_64_64 -> "R_X86_64_64";
            case Elf.R_X86_64_PC32 -> "R_X86_64_PC32";
            case Elf.R_X86_64_GOT32 -> "R_X86_64_GOT32";
            case Elf.R_X86_64_PLT32 -> "R_X86_64_PLT32";
            case Elf.R_X86_64_GOTPCREL -> "R_X86_64_GOTPCREL";
            case Elf.R_X86_64_32 -> "R_X86_64_32";
            case Elf.R_X86_64_32S -> "R_X86_64_32S";
            case Elf.R_X86_64_PC64 -> "R_X86_64_PC64";
            case Elf.R_X86_64_GOTPCRELX -> "R_X86_64_GOTPCRELX";
            case Elf.R_X86_64_REX_GOTPCRELX -> "R_X86_64_REX_GOTPCRELX";
            default -> "type " + Long.toUnsignedString(number);
        };
    }

    /** Returns whether the hypervisor knows the type. */
    public boolean known() {
        return !formula.isEmpty();
    }
}
