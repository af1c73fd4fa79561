// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.xsplice.elf.Elf;
import org.xsplice.elf.build.ElfObject;
import org.xsplice.elf.build.FunctionField;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.elf.build.ObjectSymbol;
import org.xsplice.elf.build.Tables;
import org.xsplice.profile.HookKind;
import org.xsplice.profile.Profile;

/** What the hypervisor accepts to its own harm (docs/facts.md, section 10), where no other damage shows it. */
final class QuirkDamages {
    private static final byte[] ENDBR64 = {(byte) 0xf3, 0x0f, 0x1e, (byte) 0xfa};
    /** {@code xor %eax, %eax; ret}. */
    private static final byte[] AGREE = {0x31, (byte) 0xc0, (byte) 0xc3};
    /** {@code mov $-1, %eax; ret}. */
    private static final byte[] REFUSE = {(byte) 0xb8, -1, -1, -1, -1, (byte) 0xc3};

    /** {@code GNU} with two NULs. */
    private static final byte NAME_SIZE = 5;

    private static final long CODE = Elf.SHF_ALLOC | Elf.SHF_EXECINSTR;

    private final Profile profile;
    private final FunctionTable table;

    private QuirkDamages(Profile profile) {
        this.profile = profile;
        table = new FunctionTable(profile);
    }

    static List<Damage> all(Profile profile) {
        return new QuirkDamages(profile).all();
    }

    private List<Damage> all() {
        List<Damage> all = new ArrayList<>();
        all.add(new Damage(
                "fn_nop_short_of_endbr",
                "Two bytes of NOPs for a function that begins with ENDBR64.",
                Edit.object(o -> Parts.withSectionSymbol(
                                o.plus(ObjectSection.progbits(".text.endbr", CODE, 16, Arrays.copyOf(ENDBR64, 16))),
                                o.sections().size()))
                        .then(Edit.object(o -> table.point(o, 0, FunctionField.OLD_ADDR, Parts.lastSymbol(o), 0)))
                        .then(nops(2, 16))));
        all.add(new Damage("fn_nop_over_return", "8 bytes of NOPs for a function of 8.", nops(8, 8)));
        all.add(new Damage(
                "fn_nop_under_branch",
                "14 bytes of NOPs for a function that jumps back to the twelfth.",
                old("do_busy").then(nops(14, 17))));
        all.add(new Damage(
                "fn_new_addr_just_past",
                "new_addr is as far before old_addr as the distance test allows.",
                old("xen_extra_version")
                        .then(Edit.object(
                                o -> table.point(o, 0, FunctionField.NEW_ADDR, Parts.lastSymbol(o), -0x7fffffffL)))));
        all.add(new Damage(
                "fn_new_addr_data",
                "new_addr is the payload's own function section.",
                Edit.object(o -> Parts.withSectionSymbol(o, o.indexOf(profile.functionSection())))
                        .then(Edit.object(o -> table.point(o, 0, FunctionField.NEW_ADDR, Parts.lastSymbol(o), 0)))));
        all.add(new Damage(
                "sec_align_0_over_code",
                "A section of code is added whose sh_addralign is 0.",
                Edit.object(o -> o.plus(ObjectSection.progbits(".text.over", CODE, 0, (byte) 0x0f, (byte) 0x0b)))));
        all.add(new Damage(
                "id_behind_note",
                "The name in the build-id note has 5 bytes, and its padding is not counted.",
                Edit.object(QuirkDamages::cutNote)));
        all.add(new Damage(
                "hk_pre_and_post",
                "There are a preapply and a postapply hook, which agree.",
                hook(HookKind.PREAPPLY, AGREE).then(hook(HookKind.POSTAPPLY, AGREE))));
        all.add(new Damage(
                "hk_preapply_refuses", "There is a preapply hook that refuses.", hook(HookKind.PREAPPLY, REFUSE)));
        return all;
    }

    private Edit nops(int count, int oldSize) {
        return Edit.object(o -> table.set(o, 0, FunctionField.NEW_ADDR, 0))
                .then(Edit.object(o -> table.set(o, 0, FunctionField.NEW_SIZE, count)))
                .then(Edit.object(o -> table.set(o, 0, FunctionField.OLD_SIZE, oldSize)));
    }

    /** Lets the first entry be about a function of the hypervisor; its symbol is the last one. */
    private Edit old(String function) {
        return Edit.object(o -> o.plusSymbol(ObjectSymbol.undefined(function)))
                .then(Edit.object(o -> table.point(o, 0, FunctionField.OLD_ADDR, Parts.lastSymbol(o), 0)));
    }

    /** The id begins after the padding, so that its last three bytes are those after the section. */
    private static ElfObject cutNote(ElfObject object) {
        ObjectSection section = object.section(Profile.BUILD_ID_SECTION);
        byte[] content = section.content().toArray();
        content[0] = NAME_SIZE;
        return object.with(
                object.indexOf(Profile.BUILD_ID_SECTION),
                section.withContent(Arrays.copyOf(content, content.length + 1)));
    }

    private static Edit hook(HookKind kind, byte... code) {
        return Edit.object(o -> Parts.withSectionSymbol(
                        o.plus(ObjectSection.progbits(".text.hook." + kind, CODE, 16, code)),
                        o.sections().size()))
                .then(Edit.object(o -> {
                    int symbol = Parts.lastSymbol(o);
                    return Parts.withRelocations(
                            o.plus(ObjectSection.progbits(kind.section(), Elf.SHF_ALLOC, 8, new byte[Long.BYTES])),
                            List.of(Tables.relocation(0, Elf.R_X86_64_64, symbol, 0)));
                }));
    }
}
