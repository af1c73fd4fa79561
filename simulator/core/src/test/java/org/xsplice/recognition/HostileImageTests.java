// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.recognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.elf.ElfHeader;
import org.xsplice.elf.SectionField;
import org.xsplice.elf.SectionHeader;
import org.xsplice.elf.SymbolField;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.support.Fixtures;

/** Recognition asks for no more memory than an image's file has, whatever the image says. */
class HostileImageTests {
    private static final String STANDS_IN = "do_hypercall";
    private static final String LIVEPATCH_OP = "livepatch_op";

    private byte[] file;
    private ByteBuffer bytes;

    @BeforeEach
    void read() throws IOException {
        file = Files.readAllBytes(Fixtures.path("guests/plain/xen-syms"));
        bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void rename(String symbol, String other) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        byte[] name = other.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(name, 0, file, text.indexOf("\0" + symbol + "\0") + 1, name.length);
    }

    private int section(int type) {
        ElfHeader header = ElfHeader.read(new ElfBytes(file));
        for (int i = 0; i < header.shnum(); i++) {
            int at = (int) header.shoff() + i * header.shentsize();
            if (SectionHeader.read(new ElfBytes(file), at).type() == type) {
                return at;
            }
        }
        throw new AssertionError("no section of type " + type);
    }

    private void setSizeOf(long address, long size) {
        SectionHeader symtab = SectionHeader.read(new ElfBytes(file), section(Elf.SHT_SYMTAB));
        for (long at = symtab.offset(); at < symtab.offset() + symtab.size(); at += Elf.SYM_SIZE) {
            if (bytes.getLong((int) SymbolField.ST_VALUE.at(at)) == address) {
                bytes.putLong((int) SymbolField.ST_SIZE.at(at), size);
            }
        }
    }

    private Optional<Recognition> recognise() {
        return Recognition.of(HypervisorImage.look("image", file));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Integer.MAX_VALUE, 0xffffffffL, 0x7fffffffffffL})
    void aFunctionOfAnySize(long size) {
        long address = HypervisorImage.look("image", file).symbols().require(STANDS_IN);
        rename(STANDS_IN, LIVEPATCH_OP);
        setSizeOf(address, size);
        assertThat(HypervisorImage.look("image", file).symbols().plain(LIVEPATCH_OP))
                .contains(address);
        assertThatCode(this::recognise).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Integer.MAX_VALUE, 0xffffffffL, 0x7fffffffffffL})
    void readOnlyDataOfAnySize(long size) {
        long start = HypervisorImage.look("image", file).symbols().require("_srodata");
        int zeros = section(Elf.SHT_NOBITS);
        bytes.putLong((int) SectionField.SH_ADDR.at(zeros), start);
        bytes.putLong((int) SectionField.SH_SIZE.at(zeros), size);
        assertThatCode(this::recognise).doesNotThrowAnyException();
    }

    @Test
    void anImageThatDoesNotSayWhereItsReadOnlyDataIs() {
        rename("_srodata", "_nowhere");
        assertThat(recognise())
                .hasValueSatisfying(found -> assertThat(found.version()).hasToString("4.17.0-embedded"));
    }
}
