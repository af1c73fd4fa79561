// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.elf.Elf;
import org.xsplice.elf.HeaderField;
import org.xsplice.elf.SectionField;
import org.xsplice.elf.build.RawElf;
import org.xsplice.machine.unicorn.UnicornMachine;
import org.xsplice.support.Fixtures;

class HypervisorImageTests {
    private static final Path PLAIN = Fixtures.path("guests/plain/xen-syms");

    @Test
    void readsSymbolsAndBuildId() throws IOException {
        HypervisorImage image = HypervisorImage.open(PLAIN);
        assertThat(image.buildId().length()).isEqualTo(20);
        assertThat(image.symbols().addressOf("_stext")).isEqualTo(0xffff82d040200000L);
        assertThat(image.symbols().find("xen_extra_version")).isPresent();
        assertThat(image.symbols().addressOf("no_such_function")).isZero();
    }

    @Test
    void namesLocalSymbolsAfterTheirFile() {
        SymbolTable symbols = Fixtures.guest("plain").symbols();
        assertThat(symbols.names()).anyMatch(name -> name.contains(".c#"));
    }

    @Test
    void findsTheSymbolThatCoversAnAddress() {
        SymbolTable symbols = Fixtures.guest("plain").symbols();
        long address = symbols.addressOf("xen_extra_version");
        assertThat(symbols.covering(address + 3).orElseThrow().address()).isEqualTo(address);
        assertThat(symbols.covering(1)).isEmpty();
    }

    @Test
    void readsGzippedImages(@TempDir Path folder) throws IOException {
        Path zipped = folder.resolve("xen-syms.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            out.write(Files.readAllBytes(PLAIN));
        }
        assertThat(HypervisorImage.open(zipped).buildId())
                .isEqualTo(HypervisorImage.open(PLAIN).buildId());
        byte[] damaged = Files.readAllBytes(zipped);
        Files.write(zipped, Arrays.copyOf(damaged, damaged.length / 2));
        assertThatThrownBy(() -> HypervisorImage.open(zipped)).hasMessageContaining("damaged gzip");
    }

    @Test
    void saysInOneLineWhyAFileCannotServe() throws IOException {
        byte[] good = Files.readAllBytes(PLAIN);
        refused("not an ELF".getBytes(StandardCharsets.US_ASCII), "this is text; wanted is Xen for x86-64");
        refused(new byte[0], "this is empty; wanted is Xen");
        refused(with(good, 18, 3), "this is an ELF file for another processor than x86-64");
        refused(with(good, 16, 1), "this is an object file");
        refused(with(good, 60, 0), "stripped");
        refused(withoutBuildId(good), "no build-id");
        refused(Arrays.copyOf(good, good.length - 1), "cut short: its section headers begin at byte ");
    }

    @Test
    void sizesAreNoLargerThanTheFile() throws IOException {
        byte[] good = Files.readAllBytes(PLAIN);
        refused(changed(good, raw -> raw.set(".rodata", SectionField.SH_SIZE, -1)), "damaged: section ");
        refused(
                changed(good, raw -> raw.set(".rodata", SectionField.SH_SIZE, 0xffff82d040200000L)),
                "has 18446606429673488384 bytes from byte ");
        refused(
                changed(good, raw -> raw.set(raw.symtab(), SectionField.SH_OFFSET, Long.MIN_VALUE)),
                "damaged: section ");
        refused(changed(good, raw -> raw.set(HeaderField.E_SHENTSIZE, 0)), "its section headers have 0 bytes each");
        refused(
                changed(good, raw -> {
                    for (int i = 1; i < raw.sectionCount(); i++) {
                        raw.set(i, SectionField.SH_FLAGS, Elf.SHF_ALLOC);
                        raw.set(i, SectionField.SH_OFFSET, 0);
                        raw.set(i, SectionField.SH_SIZE, raw.length());
                    }
                }),
                "damaged: the sections that it loads have ");
    }

    @Test
    void namesThatShareTheirBytesDoNotGrow() throws IOException {
        byte[] overlapping = changed(Files.readAllBytes(PLAIN), raw -> {
            int strings = (int) raw.get(raw.symtab(), SectionField.SH_LINK);
            int at = raw.length();
            byte[] name = new byte[1 << 20];
            Arrays.fill(name, (byte) 'x');
            raw.append(name);
            raw.set(strings, SectionField.SH_OFFSET, at);
            raw.set(strings, SectionField.SH_SIZE, name.length);
        });
        assertThatThrownBy(() -> HypervisorImage.parse("image", overlapping))
                .isInstanceOf(ImageException.class)
                .hasMessage("the names of the image's symbols are larger than its file; fetch it again");
    }

    private static byte[] changed(byte[] file, Consumer<RawElf> change) {
        RawElf raw = new RawElf(file);
        change.accept(raw);
        return raw.toArray();
    }

    @Test
    void partsThatOverlapCannotBeLaidOut() throws IOException {
        byte[] bytes = Files.readAllBytes(PLAIN);
        SymbolTable symbols = HypervisorImage.open(PLAIN).symbols();
        long belowText = symbols.addressOf("_stext") - (2 << 20);
        moveSymbol(bytes, "__2M_rodata_start", symbols.addressOf("__2M_rodata_start"), belowText);
        HypervisorImage damaged = HypervisorImage.parse("image", bytes);
        try (UnicornMachine machine = new UnicornMachine(1)) {
            assertThatThrownBy(() -> new ImageMapper(damaged, machine.memory()).run())
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("from __2M_rodata_start (%016x) to __2M_rodata_end".formatted(belowText));
        }
    }

    /** Changes the value of a symbol: of the numbers in the file that are its value, the one that is its own. */
    private static void moveSymbol(byte[] bytes, String name, long from, long to) {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at <= bytes.length - Long.BYTES; at++) {
            if (file.getLong(at) == from) {
                file.putLong(at, to);
                if (HypervisorImage.parse("image", bytes).symbols().addressOf(name) == to) {
                    return;
                }
                file.putLong(at, from);
            }
        }
        throw new AssertionError("no symbol " + name);
    }

    private static void refused(byte[] bytes, String reason) {
        assertThatThrownBy(() -> HypervisorImage.parse("image", bytes))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("image: ")
                .hasMessageContaining(reason)
                .hasMessageNotContaining("\n");
    }

    private static byte[] with(byte[] bytes, int offset, int value) {
        byte[] changed = bytes.clone();
        changed[offset] = (byte) value;
        return changed;
    }

    private static byte[] withoutBuildId(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes);
        byte[] changed = out.toByteArray();
        byte[] name = ".note.gnu.build-id".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i + name.length < changed.length; i++) {
            if (Arrays.equals(name, Arrays.copyOfRange(changed, i, i + name.length))) {
                changed[i + 1] = 'x';
            }
        }
        return changed;
    }
}
