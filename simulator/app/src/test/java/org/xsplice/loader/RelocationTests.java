// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.elf.Elf;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.elf.build.ObjectSymbol;
import org.xsplice.elf.build.PayloadBuilder;
import org.xsplice.elf.build.SymbolRef;
import org.xsplice.errno.Errno;
import org.xsplice.machine.Memory;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.refusal.Check;

/**
 * Relocations as the x86-64 psABI, section 4.4, defines them: S + A and S + A - P, with S the symbol's address, A the
 * addend and P the place. Each test computes the formula from addresses alone and reads the place back.
 */
class RelocationTests {
    private static final int SECTION_SIZE = 64;
    private static final long FILLER = 0x5a5a5a5a5a5a5a5aL;

    private static UploadHost host;
    /** Where the first loaded section lies that is read-only; the payload's only one of its flags before the others. */
    private static long place;

    private static long printk;

    @BeforeAll
    static void boot() {
        host = new UploadHost(UploadTable.MODERN);
        printk = symbol("printk");
        // Text of the sentinel takes one page, its data (functions) one, its read-only data one; then a guard page.
        assertThat(load(Elf.R_X86_64_64, 0, 0)).isEqualTo(new UploadResult.Accepted());
        place = find(printk);
        host.unload("m");
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    private static long symbol(String name) {
        return host.plane().hypervisor().symbols().require(name);
    }

    private static Memory memory() {
        return host.plane().hypervisor().memory();
    }

    /** Finds the page that begins with a value: the read-only region, which the target section is the first of. */
    private static long find(long value) {
        long page = symbol("__2M_rwdata_end");
        while (memory().permissionAt(page) == null || memory().readLong(page) != value) {
            page += Memory.PAGE_SIZE;
        }
        return page;
    }

    /** Uploads a payload whose first read-only section has one relocation against printk. */
    private static UploadResult load(int type, long offset, long addend) {
        return load(UploadTable.MODERN, host, type, offset, addend, "printk");
    }

    private static UploadResult load(
            Profile profile, UploadHost on, int type, long offset, long addend, String target) {
        PayloadBuilder builder = PayloadBuilder.of(profile).builtFor(on.xen());
        byte[] content = new byte[SECTION_SIZE];
        Arrays.fill(content, (byte) 0x5a);
        int section = builder.object().section(ObjectSection.progbits(".rodata.target", Elf.SHF_ALLOC, 8, content));
        SymbolRef symbol = builder.object().symbol(ObjectSymbol.undefined(target));
        builder.object().relocate(section, offset, type, symbol, addend);
        long old = on.plane().hypervisor().symbols().require("xen_minor_version");
        return on.upload(
                "m", builder.replace("xen_minor_version", old, 6, (byte) 0xc3).build());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "8, 4", "56, -4", "3, -1", "16, 9223372036854775807", "24, -9223372036854775808"})
    void r64IsSPlusA(long offset, long addend) {
        assertThat(load(Elf.R_X86_64_64, offset, addend)).isEqualTo(new UploadResult.Accepted());
        assertThat(memory().readLong(place + offset)).isEqualTo(printk + addend);
        assertSurroundingsUntouched(offset, Long.BYTES);
        host.unload("m");
    }

    @ParameterizedTest
    @CsvSource({"2, 0, 0", "2, 8, -4", "2, 60, 100", "2, 5, -100000", "4, 0, -4", "4, 60, 0"})
    void pc32AndPlt32AreSPlusAMinusP(int type, long offset, long addend) {
        assertThat(load(type, offset, addend)).isEqualTo(new UploadResult.Accepted());
        assertThat((long) memory().readInt(place + offset)).isEqualTo(printk + addend - (place + offset));
        assertSurroundingsUntouched(offset, Integer.BYTES);
        host.unload("m");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 60, 64, 1L << 40})
    void noneChangesNothing(long offset) {
        assertThat(load(Elf.R_X86_64_NONE, offset, 77)).isEqualTo(new UploadResult.Accepted());
        assertSurroundingsUntouched(0, 0);
        host.unload("m");
    }

    private static void assertSurroundingsUntouched(long offset, int width) {
        for (int i = 0; i < SECTION_SIZE; i++) {
            if (i < offset || i >= offset + width) {
                assertThat(memory().readByte(place + i)).as("byte %d", i).isEqualTo((int) FILLER & 0xff);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 56, true", "1, 57, false", "1, 60, false", "1, 64, false", "2, 60, true", "2, 61, false"})
    void aPlaceMustLieWithinTheSection(int type, long offset, boolean fits) {
        assertWithin(load(type, offset, 0), fits);
    }

    @ParameterizedTest
    @CsvSource({"1, -1", "1, -8", "2, -4", "4, -1", "4, 9223372036854775807"})
    void aPlaceThatWrapsLiesOutside(int type, long offset) {
        assertWithin(load(type, offset, 0), false);
    }

    private static void assertWithin(UploadResult result, boolean fits) {
        if (fits) {
            assertThat(result).isEqualTo(new UploadResult.Accepted());
            host.unload("m");
        } else {
            assertThat(result)
                    .isEqualTo(new UploadResult.Refused(
                            Errno.EINVAL,
                            Check.RELOCATION_OFFSET,
                            List.of("livepatch: m: Relative relocation offset is past .rodata.target section")));
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 2147483647, true", "2, 2147483648, false", "4, -2147483648, true", "4, -2147483649, false"})
    void theDistanceMustFitInto32Bits(int type, long distance, boolean fits) {
        long addend = distance - (printk - place);
        UploadResult result = load(type, 0, addend);
        if (fits) {
            assertThat(result).isEqualTo(new UploadResult.Accepted());
            assertThat(memory().readInt(place)).isEqualTo((int) distance);
            host.unload("m");
        } else {
            assertThat(result)
                    .isEqualTo(new UploadResult.Refused(
                            Errno.EOVERFLOW,
                            Check.RELOCATION_OVERFLOW,
                            List.of("livepatch: m: Overflow in relocation 0 in .rela.rodata.target"
                                    + " for .rodata.target")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"xen-4.17", "xsplice-2016"})
    void aSymbolOfAnotherPayloadIsItsAddressThere(String release) {
        Profile profile = Profiles.named(release).orElseThrow();
        try (UploadHost own = new UploadHost(profile)) {
            assertThat(load(profile, own, Elf.R_X86_64_64, 0, 0, UploadHost.SENTINEL_SYMBOL))
                    .isEqualTo(new UploadResult.Accepted());
            // The sentinel's text is the first page behind the guard page, and the symbol's section the first of it.
            long sentinel = own.plane().hypervisor().symbols().require("__2M_rwdata_end") + 0x9000;
            Memory memory = own.plane().hypervisor().memory();
            long page = sentinel;
            while (memory.permissionAt(page) == null || memory.readLong(page) != sentinel) {
                page += Memory.PAGE_SIZE;
            }
            assertThat(memory.readByte(sentinel)).isEqualTo(0xc3);
        }
    }
}
