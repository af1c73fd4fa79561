// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.xsplice.elf.Elf;
import org.xsplice.elf.SectionField;
import org.xsplice.elf.SymbolField;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.elf.build.ObjectSymbol;
import org.xsplice.profile.Profile;

/** Damages of the symbol table and of symbols. */
final class SymbolDamages {
    /** A function that every hypervisor has. */
    private static final String KNOWN = "do_xen_version";

    private SymbolDamages() {}

    static List<Damage> all(Profile profile) {
        List<Damage> all = new ArrayList<>();
        table(all);
        places(all);
        names(all, profile);
        return all;
    }

    private static void table(List<Damage> all) {
        all.add(table("sym_none", "The symbol table has the type of plain content.", SectionField.SH_TYPE, 1));
        all.add(new Damage(
                "sym_two",
                "A second, empty section has the type of a symbol table.",
                Edit.object(
                        o -> o.plus(ObjectSection.progbits(".symtab.2", 0, 8).withType(Elf.SHT_SYMTAB)))));
        all.add(table("sym_size0", "The symbol table is empty.", SectionField.SH_SIZE, 0));
        all.add(table("sym_entsize0", "The symbol table's sh_entsize is 0.", SectionField.SH_ENTSIZE, 0));
        all.add(table("sym_entsize23", "The symbol table's sh_entsize is 23.", SectionField.SH_ENTSIZE, 23));
        all.add(new Damage(
                "sym_size_odd",
                "The symbol table has one byte less.",
                Edit.fields((object, raw) -> raw.set(
                        object.symtab(), SectionField.SH_SIZE, raw.get(object.symtab(), SectionField.SH_SIZE) - 1))));
        all.add(table("sym_only_null", "The symbol table holds symbol 0 only.", SectionField.SH_SIZE, Elf.SYM_SIZE));
        all.add(table("sym_link0", "The symbol table's sh_link is 0.", SectionField.SH_LINK, 0));
        all.add(new Damage(
                "sym_link_past",
                "The symbol table's sh_link is the number of sections.",
                Edit.fields((object, raw) -> raw.set(
                        object.symtab(), SectionField.SH_LINK, object.sections().size()))));
        all.add(table("sym_link_huge", "The symbol table's sh_link is 2^32 - 1.", SectionField.SH_LINK, -1));
        all.add(new Damage(
                "sym_name_past",
                "The last symbol's st_name is the size of the string table.",
                Edit.fields((object, raw) -> raw.set(
                        raw.symbolCount() - 1,
                        SymbolField.ST_NAME,
                        object.sections()
                                .get(object.sections().get(object.symtab()).link())
                                .size()))));
    }

    private static void places(List<Damage> all) {
        all.add(new Damage(
                "sym_unknown",
                "A symbol is undefined, and the hypervisor does not have its name.",
                Edit.object(o -> o.plusSymbol(ObjectSymbol.undefined("no_such_symbol")))));
        all.add(new Damage(
                "sym_undef_empty_name",
                "An undefined symbol has no name.",
                Edit.object(o -> o.plusSymbol(ObjectSymbol.undefined("")))));
        all.add(new Damage(
                "sym_common",
                "A common symbol is added.",
                Edit.object(o -> o.plusSymbol(ObjectSymbol.common("common_counter", 4, 4)))));
        all.add(function("sym_shndx_past", "A function's st_shndx is 200.", s -> s.withShndx(200)));
        all.add(new Damage(
                "sym_shndx_end",
                "A function's st_shndx is the number of sections.",
                Edit.object(o -> o.withSymbol(
                        Parts.function(o),
                        o.symbols()
                                .get(Parts.function(o))
                                .withShndx(o.sections().size())))));
        all.add(function(
                "sym_shndx_reserved",
                "A function's st_shndx is the first reserved one.",
                s -> s.withShndx(Elf.SHN_LORESERVE)));
        all.add(function("sym_shndx_xindex", "A function's st_shndx is SHN_XINDEX.", s -> s.withShndx(0xffff)));
        all.add(new Damage(
                "x_shndx_rel_section",
                "A symbol belongs to a relocation section.",
                Edit.object(o -> o.plusSymbol(
                        ObjectSymbol.global("in_relocations", Elf.STT_OBJECT, Parts.relocations(o), 0, 8)))));
        all.add(new Damage(
                "x_shndx_zero_section_abs",
                "A symbol has an address instead of a section.",
                Edit.object(o -> o.plusSymbol(ObjectSymbol.absolute("at_address", 0x1234)))));
        all.add(new Damage(
                "sym_value_past",
                "A symbol lies 1 MiB after the start of its section.",
                Edit.object(o ->
                        o.plusSymbol(ObjectSymbol.global("far_behind", Elf.STT_FUNC, Parts.text(o), 1 << 20, 1)))));
    }

    private static void names(List<Damage> all, Profile profile) {
        all.add(new Damage(
                "sym_dup_hypervisor",
                "A new global symbol has the name of a function of the hypervisor.",
                addToFunctions(profile, ObjectSymbol.global(KNOWN, Elf.STT_OBJECT, 0, 0, 1))));
        all.add(new Damage(
                "sym_dup_hypervisor_local",
                "A new local symbol has the name of a function of the hypervisor.",
                addToFunctions(profile, ObjectSymbol.local(KNOWN, Elf.STT_OBJECT, 0, 0, 1))));
        all.add(new Damage(
                "sym_dup_hypervisor_at_new_addr",
                "A symbol with the name of a function of the hypervisor has the address of a new function.",
                Edit.object(o -> o.plusSymbol(o.symbols().get(Parts.function(o)).withName(KNOWN)))));
        all.add(new Damage(
                "sym_dup_global_in_payload",
                "The same global symbol is defined twice.",
                Edit.object(o -> o.plusSymbol(o.symbols().get(Parts.function(o))))));
        all.add(new Damage(
                "x_own_dup_new_symbols",
                "Two local symbols of the same new name lie in different places.",
                addToFunctions(profile, ObjectSymbol.local("twin", Elf.STT_OBJECT, 0, 0, 1))
                        .then(addToFunctions(profile, ObjectSymbol.local("twin", Elf.STT_OBJECT, 0, 1, 1)))));
        all.add(new Damage(
                "sym_dup_L",
                "A symbol .LC0 lies in a mergeable section.",
                Edit.object(o -> o.plusSymbol(ObjectSymbol.local(
                        ".LC0",
                        Elf.STT_NOTYPE,
                        Parts.first(o, "mergeable section", s -> s.has(Elf.SHF_ALLOC | Elf.SHF_MERGE)),
                        0,
                        0)))));
        all.add(new Damage(
                "sym_long_name",
                "A new symbol's name has 200 characters.",
                addToFunctions(profile, ObjectSymbol.global("n".repeat(200), Elf.STT_OBJECT, 0, 0, 1))));
    }

    /** Adds a symbol one byte into the function section: no new function begins there. */
    private static Edit addToFunctions(Profile profile, ObjectSymbol symbol) {
        return Edit.object(o -> o.plusSymbol(
                symbol.withShndx(o.indexOf(profile.functionSection())).withValue(symbol.value() + 1)));
    }

    private static Damage table(String name, String description, SectionField field, long value) {
        return new Damage(name, description, Edit.fields((object, raw) -> raw.set(object.symtab(), field, value)));
    }

    private static Damage function(String name, String description, UnaryOperator<ObjectSymbol> change) {
        return new Damage(
                name,
                description,
                Edit.object(o ->
                        o.withSymbol(Parts.function(o), change.apply(o.symbols().get(Parts.function(o))))));
    }
}
