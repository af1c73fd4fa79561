// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import static org.xsplice.text.Formats.format;

import java.util.Arrays;
import java.util.List;
import org.xsplice.chance.Chance;
import org.xsplice.elf.Elf;
import org.xsplice.elf.Rela;
import org.xsplice.elf.build.ElfObject;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.elf.build.ObjectSymbol;
import org.xsplice.elf.build.Tables;
import org.xsplice.profile.Profile;

/** Changes of a payload's structure, at random. */
final class ObjectMutations {
    private static final int[] TYPES = {
        Elf.R_X86_64_NONE, Elf.R_X86_64_64, Elf.R_X86_64_PC32, Elf.R_X86_64_PLT32, 10, 11,
    };

    private final List<String> names;
    private final Chance chance;

    ObjectMutations(Profile profile, Chance chance) {
        names = List.of(
                profile.functionSection(),
                profile.dependsSection(),
                Profile.BUILD_ID_SECTION,
                ".livepatch.hooks.load",
                ".livepatch.hooks.preapply",
                ".altinstructions",
                ".altinstr_replacement",
                ".ex_table",
                ".bug_frames.0",
                ".modinfo",
                ".text",
                ".added");
        this.chance = chance;
    }

    ElfObject change(ElfObject object, List<String> changes) {
        return switch (chance.below(8)) {
            case 0 -> renameSection(object, changes);
            case 1 -> copySection(object, changes);
            case 2, 3 -> resizeSection(object, changes);
            case 4 -> changeSymbol(object, changes);
            case 5 -> copySymbol(object, changes);
            default ->
                Parts.hasRelocations(object) ? changeRelocations(object, changes) : renameSection(object, changes);
        };
    }

    private int section(ElfObject object) {
        return 1 + chance.below(object.sections().size() - 1);
    }

    private ElfObject renameSection(ElfObject object, List<String> changes) {
        int index = section(object);
        String name = names.get(chance.below(names.size()));
        changes.add(format("section [%d] is called %s", index, name));
        return object.with(index, object.sections().get(index).withName(name));
    }

    private ElfObject copySection(ElfObject object, List<String> changes) {
        int index = section(object);
        if (object.sections().get(index).type() == Elf.SHT_SYMTAB) {
            return renameSection(object, changes);
        }
        changes.add(format("section [%d] is there twice", index));
        return object.plus(object.sections().get(index));
    }

    private ElfObject resizeSection(ElfObject object, List<String> changes) {
        int index = section(object);
        ObjectSection section = object.sections().get(index);
        int length = section.content().length();
        int changed = chance.oneIn(2) ? length + 1 + chance.below(200) : chance.below(length + 1);
        if (section.type() == Elf.SHT_SYMTAB) {
            changed = Math.max(changed, Elf.SYM_SIZE);
        }
        changes.add(format("section [%d] has %d bytes instead of %d", index, changed, length));
        return object.with(
                index, section.withContent(Arrays.copyOf(section.content().toArray(), changed)));
    }

    private ElfObject changeSymbol(ElfObject object, List<String> changes) {
        List<ObjectSymbol> symbols = object.symbols();
        int index = chance.below(symbols.size());
        int shndx = chance.oneIn(4)
                ? Elf.SHN_LORESERVE + chance.below(256)
                : chance.below(object.sections().size() + 2);
        changes.add(format("symbol %d belongs to section %d", index, shndx));
        return object.withSymbol(index, symbols.get(index).withShndx(shndx));
    }

    private ElfObject copySymbol(ElfObject object, List<String> changes) {
        List<ObjectSymbol> symbols = object.symbols();
        int index = chance.below(symbols.size());
        ObjectSymbol copy = symbols.get(index);
        if (chance.oneIn(2)) {
            copy = copy.withName(chance.oneIn(2) ? "do_xen_version" : "added").withValue(copy.value() + 1);
        }
        changes.add(format("symbol %d is there again as %s", index, copy));
        return object.plusSymbol(copy);
    }

    private ElfObject changeRelocations(ElfObject object, List<String> changes) {
        int index = Parts.relocations(object);
        List<Rela> relocations = object.relocations(index);
        if (chance.oneIn(2)) {
            int entry = chance.below(relocations.size());
            changes.add(format("relocation %d of section [%d] is gone", entry, index));
            relocations.remove(entry);
        } else {
            Rela added = relocation(object, object.sections().get(index).info());
            changes.add(format("section [%d] also has %s", index, added));
            relocations.add(chance.below(relocations.size() + 1), added);
        }
        return object.withRelocations(index, relocations);
    }

    private Rela relocation(ElfObject object, int base) {
        return Tables.relocation(
                chance.below((int) object.sections().get(base).size() + 1),
                TYPES[chance.below(TYPES.length)],
                chance.below(object.symbols().size() + 1),
                ChosenValue.near(chance, 0));
    }
}
