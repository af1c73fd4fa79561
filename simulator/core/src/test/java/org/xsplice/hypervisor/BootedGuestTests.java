// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xsplice.bootfile.FileKind;
import org.xsplice.bootfile.ImageSection;
import org.xsplice.bootfile.OwnSymbol;
import org.xsplice.chance.Chance;
import org.xsplice.elf.Elf;
import org.xsplice.errno.Errno;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.model.ModelPlane;
import org.xsplice.profile.Profiles;
import org.xsplice.schedule.Scheduler;
import org.xsplice.schedule.Strategy;
import org.xsplice.support.BootedGuest;
import org.xsplice.support.Fixtures;

/** The embedded guest, read from files as they are booted, against its xen-syms. */
class BootedGuestTests {
    private static final BootedGuest GUEST = new BootedGuest();
    private static final int DAMAGED_FILES = 500;

    private static HypervisorImage multiboot() {
        return HypervisorImage.parse("xen", GUEST.multiboot());
    }

    private static HypervisorImage efi() {
        return HypervisorImage.parse("xen.efi", GUEST.efi());
    }

    @Test
    void bothHaveEveryNameAndAddress() {
        for (HypervisorImage image : List.of(multiboot(), efi())) {
            SymbolTable symbols = image.symbols();
            assertThat(symbols.names())
                    .containsExactlyElementsOf(GUEST.guest().symbols().names());
            assertThat(symbols.own()).hasSameSizeAs(GUEST.symbols());
            for (OwnSymbol expected : GUEST.symbols()) {
                assertThat(symbols.addressOf(expected.name()))
                        .as(expected.name())
                        .isEqualTo(expected.address());
                assertThat(symbols.plain(expected.bareName())).contains(expected.address());
            }
            assertThat(symbols.own().stream().filter(OwnSymbol::isLocal).count())
                    .isEqualTo(
                            GUEST.symbols().stream().filter(OwnSymbol::isLocal).count())
                    .isPositive();
        }
    }

    @Test
    void sectionsAreThoseOfTheExecutable() {
        HypervisorImage image = multiboot();
        assertThat(image.kind()).isEqualTo(FileKind.XEN_MULTIBOOT);
        for (ImageSection expected : GUEST.guest().sections()) {
            ImageSection found = image.sections().stream()
                    .filter(s -> s.name().equals(expected.name()))
                    .findFirst()
                    .orElseThrow();
            assertThat(found.addr()).as(expected.name()).isEqualTo(expected.addr());
            assertThat(found.has(Elf.SHF_EXECINSTR)).isEqualTo(expected.has(Elf.SHF_EXECINSTR));
            if (expected.type() != Elf.SHT_NOBITS) {
                assertThat(image.bytesAt(expected.addr(), (int) expected.size()))
                        .isEqualTo(GUEST.guest().bytesAt(expected.addr(), (int) expected.size()));
            }
        }
    }

    @Test
    void theBuildIdIsThatOfTheNoteOrOfTheCodeViewRecord() {
        assertThat(multiboot().note()).isEqualTo(GUEST.guest().note());
        byte[] id = GUEST.guest().buildId().toArray();
        assertThat(efi().buildId().toArray()).isEqualTo(Arrays.copyOf(id, 16));
        assertThat(efi().bytesAt(GUEST.guest().symbols().require("_stext"), 4)).hasSize(4);
    }

    @Test
    void payloadsAreAppliedAsToTheExecutable() {
        byte[] payload = Fixtures.payload("plain", "xen_hello_world", Profiles.XEN_4_17);
        try (ModelPlane plane = plane(multiboot())) {
            assertThat(plane.upload("hello", payload)).isEqualTo(new Outcome.Returned(0));
            assertThat(extraVersion(plane)).isEqualTo(".0-embedded");
        }
        try (ModelPlane plane = plane(efi())) {
            assertThat(plane.upload("hello", payload)).isEqualTo(new Outcome.Returned(-Errno.EINVAL.number()));
            assertThat(extraVersion(plane)).isEqualTo(".0-embedded");
        }
    }

    private static ModelPlane plane(HypervisorImage image) {
        return new ModelPlane(
                image, Profiles.XEN_4_17, 2, Strategy.roundRobin(), Scheduler.DEFAULT_QUANTUM, event -> {});
    }

    private static String extraVersion(ModelPlane plane) {
        return plane.hypervisor().readString(plane.hypervisor().call(0, "xen_extra_version"));
    }

    @Test
    void sizesAreThoseOfTheTableWhereItTellsEnds() {
        OwnSymbol first = new OwnSymbol('T', "first", 0xffff82d040200e00L, 5);
        HypervisorImage told = HypervisorImage.parse("xen", new BootedGuest(List.of(first), true).multiboot());
        assertThat(told.symbols().find("first").orElseThrow().size()).isEqualTo(5);
        assertThat(told.symbols().covering(first.address() + 9).orElseThrow().name())
                .isEqualTo("first");
        HypervisorImage guessed = HypervisorImage.parse("xen", new BootedGuest(List.of(first), false).multiboot());
        assertThat(guessed.symbols().find("first").orElseThrow().size()).isGreaterThan(5);
        assertThat(told.symbols().own()).hasSameSizeAs(guessed.symbols().own());
    }

    @Test
    void aXenWithoutLivePatchingIsRefusedAtOnce() {
        OwnSymbol start = new OwnSymbol('T', "__start_xen", 0xffff82d040200e00L, 0);
        OwnSymbol operation = new OwnSymbol('T', "livepatch_op", 0xffff82d040200e08L, 0);
        byte[] without = new BootedGuest(List.of(start), false).multiboot();
        assertThatThrownBy(() -> HypervisorImage.parse("xen", without))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("built without live patching (it has no livepatch_op)");
        assertThat(HypervisorImage.look("xen", without).hasLivePatching()).isFalse();
        byte[] with = new BootedGuest(List.of(start, operation), false).multiboot();
        assertThat(HypervisorImage.parse("xen", with).hasLivePatching()).isTrue();
    }

    @Test
    void aRefusalNamesTheTableThatIsMissing() {
        byte[] good = GUEST.multiboot();
        int index = good.length - 512;
        refused(with(good, index + 100, -1), "symbols_token_index");
        byte[] unended = good.clone();
        Arrays.fill(unended, index - 4, index, (byte) 'x');
        refused(unended, "symbols_token_table");
        int end = index;
        while (good[end - 1] == 0) {
            end--;
        }
        int markers = end - 2 - (good[index + 510] & 0xff | (good[index + 511] & 0xff) << 8) - 4;
        refused(with(good, markers, 1), "symbols_markers");
        int count = at(good, GUEST.symbols().size(), markers);
        refused(with(good, count, 3), "symbols_names");
        refused(with(good, count - 2, 0), "symbols_offsets");
    }

    /** Returns where a number stands last before a place. */
    private static int at(byte[] bytes, int number, int before) {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = before - 4; ; at -= 4) {
            if (file.getInt(at) == number) {
                return at;
            }
        }
    }

    private static byte[] with(byte[] bytes, int offset, int value) {
        byte[] changed = bytes.clone();
        changed[offset] = (byte) value;
        return changed;
    }

    private static void refused(byte[] bytes, String table) {
        assertThatThrownBy(() -> HypervisorImage.parse("xen", bytes))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("xen: ")
                .hasMessageContaining("(" + table + " was looked for)")
                .hasMessageNotContaining("\n");
    }

    @Test
    void damagedFilesAreReadOrRefusedInOneLine() {
        Chance chance = new Chance(11);
        byte[][] good = {GUEST.multiboot(), GUEST.efi()};
        int refused = 0;
        for (int i = 0; i < DAMAGED_FILES; i++) {
            byte[] file = good[i % 2].clone();
            int tail = file.length - 4000;
            for (int j = 0; j <= chance.below(4); j++) {
                int at = chance.below(2) == 0 ? chance.below(0x300) : tail + chance.below(4000);
                file[at] = (byte) chance.below(256);
            }
            try {
                HypervisorImage.parse(
                        "xen", chance.below(8) == 0 ? Arrays.copyOf(file, chance.below(file.length)) : file);
            } catch (ImageException e) {
                assertThat(e.getMessage().lines().count()).isEqualTo(1);
                refused++;
            }
        }
        assertThat(refused).isBetween(DAMAGED_FILES / 10, DAMAGED_FILES * 9 / 10);
    }
}
