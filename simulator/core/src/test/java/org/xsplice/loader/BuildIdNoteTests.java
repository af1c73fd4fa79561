// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xsplice.profile.BuildIdCheck.SEED_V10;
import static org.xsplice.profile.BuildIdCheck.SEED_V9;
import static org.xsplice.profile.BuildIdCheck.XEN_4_17;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xsplice.elf.build.GnuNote;
import org.xsplice.event.ByteString;
import org.xsplice.machine.Memory;
import org.xsplice.machine.Permission;
import org.xsplice.machine.unicorn.UnicornMachine;
import org.xsplice.profile.BuildIdCheck;

/** The three forms of {@code xen_build_id_check}: versions 9 and 10 of the 2016 series, and 4.17. */
class BuildIdNoteTests {
    private static final long AT = 0x10000;
    private static final int HEADER = 12;
    private static final ByteString ID = ByteString.ofHex("0102030405060708090a0b0c0d0e0f1011121314");
    private static final int WHOLE = HEADER + 4 + 20;

    private static Optional<BuildIdNote.Descriptor> check(BuildIdCheck form, GnuNote note, int size) {
        try (UnicornMachine machine = new UnicornMachine(1)) {
            Memory memory = machine.memory();
            memory.map(AT, Memory.PAGE_SIZE, Permission.RW);
            memory.write(AT, note.encode());
            return BuildIdNote.check(form, memory, AT, size).descriptor();
        }
    }

    private static GnuNote sized(int namesz, int descsz) {
        GnuNote good = GnuNote.buildId(ID);
        return new GnuNote(namesz, descsz, good.type(), good.name(), good.descriptor());
    }

    private static boolean accepts(BuildIdCheck form, GnuNote note, int size) {
        return check(form, note, size).isPresent();
    }

    private static List<BuildIdCheck> accepting(GnuNote note, int size) {
        return Arrays.stream(BuildIdCheck.values())
                .filter(form -> accepts(form, note, size))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void theIdFollowsTheName(BuildIdCheck form) {
        assertThat(check(form, GnuNote.buildId(ID), WHOLE))
                .contains(new BuildIdNote.Descriptor(AT + HEADER + 4, ID.length()));
    }

    @Test
    void theTypeMustBe3() {
        GnuNote good = GnuNote.buildId(ID);
        for (int type : new int[] {0, 1, 2, 4}) {
            assertThat(accepting(new GnuNote(4, 20, type, good.name(), good.descriptor()), WHOLE))
                    .isEmpty();
        }
    }

    /** The name is not looked at beyond its NUL, and its case counts. */
    @Test
    void theNameMustBeGnu() {
        for (String name : List.of("XYZ\0", "GNV\0", "gnu\0", "GNUX", "\0\0\0\0")) {
            ByteString bytes = ByteString.of(name.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(accepting(new GnuNote(4, 20, 3, bytes, ID), WHOLE))
                    .as(name)
                    .isEmpty();
        }
    }

    /** {@code if ( n_sz <= sizeof(*n) )}; in 4.17 the callers see to it. */
    @Test
    void theNoteMustBeLargerThanItsHeader() {
        assertThat(accepting(sized(0, 0), HEADER)).isEmpty();
        assertThat(accepting(GnuNote.buildId(ID), HEADER)).isEmpty();
    }

    @Test
    void nameAndIdMustFitByTheirSizesAlone() {
        assertThat(accepting(GnuNote.buildId(ID), WHOLE)).containsExactly(SEED_V9, SEED_V10, XEN_4_17);
        assertThat(accepting(GnuNote.buildId(ID), WHOLE + 100)).containsExactly(SEED_V9, SEED_V10, XEN_4_17);
        assertThat(accepting(GnuNote.buildId(ID), WHOLE - 1)).isEmpty();
        assertThat(accepting(sized(4, 21), WHOLE)).isEmpty();
    }

    /** Version 9: {@code namesz != 4}. Version 10: {@code namesz < 4}, "be more flexible if odd padding gets inserted". */
    @Test
    void onlyVersion9WantsANameOfExactly4() {
        ByteString padded = ByteString.of("GNU\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
        GnuNote note = new GnuNote(8, 20, 3, padded, ID);
        assertThat(accepting(note, WHOLE + 4)).containsExactly(SEED_V10, XEN_4_17);
        assertThat(check(SEED_V10, note, WHOLE + 4))
                .as("the id begins behind the padding")
                .contains(new BuildIdNote.Descriptor(AT + HEADER + 8, 20));
        for (int namesz : new int[] {0, 1, 3}) {
            assertThat(accepting(sized(namesz, 20), WHOLE)).isEmpty();
        }
    }

    /** The bound counts namesz as it is, the id begins at the next multiple of four (facts, section 10, quirk 17). */
    @Test
    void theBoundIgnoresThePaddingOfTheName() {
        ByteString padded = ByteString.of("GNU\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
        GnuNote note = new GnuNote(5, 20, 3, padded, ID);
        assertThat(accepting(note, HEADER + 25)).containsExactly(SEED_V10, XEN_4_17);
        assertThat(check(XEN_4_17, note, HEADER + 25)).contains(new BuildIdNote.Descriptor(AT + HEADER + 8, 20));
    }

    /**
     * Version 9: {@code namesz + descsz > UINT_MAX} is always false, "I think you really want
     * {@code namesz + descsz < namesz}"; its other sum is one of 64 bits, so a wrapped 32-bit sum still passes it.
     */
    @Test
    void onlyVersion9LetsTheSumWrap() {
        GnuNote wraps = sized(4, -4);
        assertThat(accepting(wraps, WHOLE)).containsExactly(SEED_V9);
        assertThat(check(SEED_V9, wraps, WHOLE)).contains(new BuildIdNote.Descriptor(AT + HEADER + 4, -4));
        assertThat(accepting(sized(4, -1), WHOLE)).containsExactly(SEED_V9);
        assertThat(accepting(sized(-1, 20), WHOLE)).isEmpty();
    }

    /** Nobody here minds an id of no bytes; prepare_payload does. */
    @Test
    void anIdOfNoBytesIsTheCallersMatter() {
        assertThat(accepting(sized(4, 0), HEADER + 4)).containsExactly(SEED_V9, SEED_V10, XEN_4_17);
    }
}
