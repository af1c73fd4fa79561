// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.xsplice.elf.Elf;
import org.xsplice.elf.SectionField;
import org.xsplice.elf.build.ElfObject;
import org.xsplice.elf.build.GnuNote;
import org.xsplice.event.ByteString;
import org.xsplice.profile.Profile;

/** Damages of the build-id notes. */
final class NoteDamages {
    private static final int NAMESZ = 0;
    private static final int DESCSZ = 4;
    private static final int TYPE = 8;
    private static final int NAME = 12;
    private static final int NAME_SIZE = 4;

    private NoteDamages() {}

    static List<Damage> all(Profile profile) {
        List<Damage> all = new ArrayList<>();
        note(all, "id_", Profile.BUILD_ID_SECTION);
        note(all, "dep_", profile.dependsSection());
        profile.xenDependsSection().ifPresent(section -> note(all, "xdep_", section));
        return all;
    }

    private static void note(List<Damage> all, String prefix, String section) {
        word(all, prefix + "type1", section, TYPE, 1, "type");
        for (int size : new int[] {0, 3, 5, 8}) {
            word(all, prefix + "namesz" + size, section, NAMESZ, size, "namesz");
        }
        descriptor(all, prefix + "descsz0", section, 0);
        descriptor(all, prefix + "descsz19", section, -1);
        descriptor(all, prefix + "descsz21", section, 1);
        word(all, prefix + "overflow", section, DESCSZ, -1, "descsz");
        word(all, prefix + "overflow_namesz", section, NAMESZ, -1, "namesz");
        all.add(new Damage(
                prefix + "owner",
                "The owner of the note in " + section + " is XYZ.",
                Edit.raw(raw -> raw.put(raw.contentOf(raw.indexOf(section)) + NAME, 4, 'X' | 'Y' << 8 | 'Z' << 16))));
        all.add(new Damage(
                prefix + "long_owner",
                "The owner of the note in " + section + " is GNU with four NULs more.",
                Edit.object(o -> o.with(o.indexOf(section), o.section(section).withContent(longOwner(o, section))))));
        all.add(new Damage(
                prefix + "wrong_byte", "The last byte of the id in " + section + " is another one.", Edit.raw(raw -> {
                    int note = raw.indexOf(section);
                    int last = raw.contentOf(note) + (int) raw.get(note, SectionField.SH_SIZE) - 1;
                    raw.put(last, 1, raw.byteAt(last) ^ 0xff);
                })));
        for (int size : new int[] {11, 12, 13}) {
            all.add(new Damage(
                    prefix + size + "_bytes",
                    section + " has " + size + " bytes.",
                    Edit.raw(raw -> raw.set(section, SectionField.SH_SIZE, size))));
        }
        all.add(new Damage(prefix + "trailing", "16 bytes follow the note in " + section + ".", Edit.object(o -> {
            byte[] content = o.section(section).content().toArray();
            return o.with(
                    o.indexOf(section), o.section(section).withContent(Arrays.copyOf(content, content.length + 16)));
        })));
    }

    private static byte[] longOwner(ElfObject object, String section) {
        byte[] content = object.section(section).content().toArray();
        byte[] id = Arrays.copyOfRange(content, NAME + NAME_SIZE, content.length);
        ByteString owner = ByteString.of("GNU\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
        return new GnuNote(owner.length(), id.length, Elf.NT_GNU_BUILD_ID, owner, ByteString.of(id)).encode();
    }

    private static void word(List<Damage> all, String name, String section, int at, int value, String field) {
        all.add(new Damage(
                name,
                field + " of the note in " + section + " is " + Integer.toUnsignedString(value) + ".",
                Edit.raw(raw -> raw.put(raw.contentOf(raw.indexOf(section)) + at, 4, value))));
    }

    /** Makes descsz 0, or larger or smaller than what is there. */
    private static void descriptor(List<Damage> all, String name, String section, int difference) {
        String described = difference == 0 ? "0" : difference > 0 ? "one more than there is" : "one less than there is";
        all.add(new Damage(name, "descsz of the note in " + section + " is " + described + ".", Edit.raw(raw -> {
            int note = raw.indexOf(section);
            long size = raw.get(note, SectionField.SH_SIZE) - NAME - NAME_SIZE;
            raw.put(raw.contentOf(note) + DESCSZ, 4, difference == 0 ? 0 : size + difference);
        })));
    }
}
