// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.xsplice.elf.Elf;
import org.xsplice.elf.SectionField;
import org.xsplice.elf.build.ElfObject;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.event.ByteString;
import org.xsplice.profile.Profile;

/** Damages of the sections that live patching knows by name: missing, empty, and there twice. */
final class SpecialSectionDamages {
    private SpecialSectionDamages() {}

    static List<Damage> all(Profile profile) {
        Set<String> names = new LinkedHashSet<>(profile.specialSections());
        profile.xenDependsSection().ifPresent(names::add);
        names.add(profile.functionSection());
        names.addAll(profile.patchingSections());
        List<Damage> all = new ArrayList<>();
        for (String name : names) {
            all.add(missing(name));
            all.add(empty(name));
            all.add(twice(name));
        }
        all.add(new Damage("miss_all_patching", "No section that patches anything has its name.", Edit.object(o -> {
            ElfObject renamed = o;
            for (String name : profile.patchingSections()) {
                if (o.has(name)) {
                    renamed = rename(renamed, name);
                }
            }
            return renamed;
        })));
        all.add(new Damage(
                "dup_depends_first_empty",
                "There are two " + profile.dependsSection() + ", and the first is empty.",
                Edit.object(o -> o.plus(o.section(profile.dependsSection()))).then(size0(profile.dependsSection()))));
        all.add(new Damage(
                "dup_text",
                "A second section has the name of the code's.",
                Edit.object(o -> o.plus(o.sections().get(Parts.text(o))))));
        return all;
    }

    private static Damage missing(String name) {
        return new Damage("miss_" + Parts.slug(name), name + " has another name.", Edit.object(o -> rename(o, name)));
    }

    private static ElfObject rename(ElfObject object, String name) {
        return object.with(object.indexOf(name), object.section(name).withName(".renamed" + name));
    }

    private static Damage empty(String name) {
        return new Damage("empty_" + Parts.slug(name), name + " has a size of 0.", Edit.object(o -> {
            if (!o.has(name)) {
                return o.plus(ObjectSection.progbits(name, Elf.SHF_ALLOC, 8));
            }
            int section = o.indexOf(name);
            return Parts.unrelocated(o.with(section, o.sections().get(section).withContent()), section);
        }));
    }

    private static Edit size0(String name) {
        return Edit.raw(raw -> raw.set(name, SectionField.SH_SIZE, 0));
    }

    private static Damage twice(String name) {
        return new Damage("dup_" + Parts.slug(name), "A second section is called " + name + ".", Edit.object(o -> {
            ObjectSection section = o.section(name);
            byte[] other = section.content().toArray();
            Arrays.fill(other, (byte) 0xee);
            return o.plus(new ObjectSection(
                    name,
                    section.type(),
                    section.flags(),
                    ByteString.of(other),
                    other.length,
                    section.link(),
                    section.info(),
                    section.addralign(),
                    section.entsize()));
        }));
    }
}
