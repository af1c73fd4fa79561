// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import java.util.Arrays;
import java.util.List;
import org.xsplice.elf.Elf;
import org.xsplice.elf.SectionField;
import org.xsplice.elf.build.ElfObject;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.elf.build.Tables;

/** Calls through a pointer that the hypervisor makes direct, with {@code .alt_call_sites} that names them; good and bad. */
final class AlternativeCallDamages {
    private static final String TABLE = ".alt_call_sites";
    private static final int ENTRY_SIZE = 4;
    /** {@code call *pointer(%rip); ret}. */
    private static final byte[] CALL = {(byte) 0xff, 0x15, 0, 0, 0, 0, (byte) 0xc3};

    private static final int DISPLACEMENT = 2;
    /** {@code nop}s. */
    private static final byte NOP = (byte) 0x90;

    private static final long FAR = 1L << 20;

    private AlternativeCallDamages() {}

    static List<Damage> all() {
        byte[] other = CALL.clone();
        Arrays.fill(other, 0, DISPLACEMENT, NOP);
        return List.of(
                new Damage("altcall_ok", "A call through a pointer to code is added.", call(CALL, true, 0)),
                new Damage("altcall_null", "A call through a pointer that is NULL is added.", call(CALL, false, 0)),
                new Damage("altcall_other", TABLE + " names code that is no call.", call(other, true, 0)),
                new Damage("altcall_outside", TABLE + " names what is 1 MiB before the code.", call(CALL, true, -FAR)),
                new Damage(
                        "altcall_size_7",
                        TABLE + " has three bytes more than whole entries.",
                        call(CALL, true, 0).then(Edit.object(AlternativeCallDamages::longer))),
                new Damage(
                        "empty_alt_call_sites",
                        TABLE + " has a size of 0.",
                        call(CALL, true, 0)
                                .then(Edit.raw(raw -> raw.set(TABLE, SectionField.SH_SIZE, 0)))
                                .then(Edit.raw(raw -> raw.set(".rela" + TABLE, SectionField.SH_SIZE, 0)))),
                new Damage(
                        "altcall_no_text",
                        "A call through a pointer is added, and no section is executable.",
                        call(CALL, true, 0).then(Edit.object(Parts::withoutCode))));
    }

    private static ElfObject longer(ElfObject object) {
        return object.with(object.indexOf(TABLE), object.section(TABLE).withContent(new byte[2 * ENTRY_SIZE - 1]));
    }

    private static Edit call(byte[] code, boolean target, long addend) {
        return Edit.object(o -> add(o, code, target, addend));
    }

    private static ElfObject add(ElfObject object, byte[] code, boolean target, long addend) {
        ElfObject grown =
                object.plus(ObjectSection.progbits(".rodata.altcall", Elf.SHF_ALLOC, 8, new byte[Long.BYTES]));
        grown = Parts.withSectionSymbol(grown, grown.sections().size() - 1);
        int pointer = Parts.lastSymbol(grown);
        if (target) {
            grown = Parts.withRelocations(
                    grown, List.of(Tables.relocation(0, Elf.R_X86_64_64, Parts.function(grown), 0)));
        }
        grown = grown.plus(ObjectSection.progbits(".text.altcall", Elf.SHF_ALLOC | Elf.SHF_EXECINSTR, 1, code));
        grown = Parts.withSectionSymbol(grown, grown.sections().size() - 1);
        int call = Parts.lastSymbol(grown);
        grown = Parts.withRelocations(
                grown, List.of(Tables.relocation(DISPLACEMENT, Elf.R_X86_64_PC32, pointer, -Integer.BYTES)));
        return Parts.withRelocations(
                grown.plus(ObjectSection.progbits(TABLE, Elf.SHF_ALLOC, 1, new byte[ENTRY_SIZE])),
                List.of(Tables.relocation(0, Elf.R_X86_64_PC32, call, addend)));
    }
}
