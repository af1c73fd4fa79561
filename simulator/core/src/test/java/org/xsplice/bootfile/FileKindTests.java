// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.bootfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.elf.build.ObjectBuilder;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.support.BootedGuest;
import org.xsplice.support.Fixtures;

class FileKindTests {
    private static FileKind of(byte... bytes) {
        return FileKind.of(new ElfBytes(bytes));
    }

    private static FileKind ofHex(String hex) {
        return of(Arrays.copyOf(HexFormat.of().parseHex(hex), 1024));
    }

    private static FileKind ofText(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] relocatable(String... sections) {
        ObjectBuilder builder = new ObjectBuilder();
        for (String section : sections) {
            builder.section(ObjectSection.progbits(section, Elf.SHF_ALLOC, 1, (byte) 1));
        }
        return builder.build().write();
    }

    private static byte[] with(byte[] file, int offset, int value) {
        byte[] changed = file.clone();
        changed[offset] = (byte) value;
        return changed;
    }

    @Test
    void knowsHypervisors() throws IOException {
        BootedGuest guest = new BootedGuest();
        assertThat(of(Files.readAllBytes(Fixtures.path("guests/plain/xen-syms"))))
                .isEqualTo(FileKind.XEN_SYMS);
        assertThat(of(guest.multiboot())).isEqualTo(FileKind.XEN_MULTIBOOT);
        assertThat(of(guest.efi())).isEqualTo(FileKind.EFI_PROGRAM);
    }

    @Test
    void knowsOtherElfFiles() throws IOException {
        byte[] syms = Files.readAllBytes(Fixtures.path("guests/plain/xen-syms"));
        byte[] payload = Files.readAllBytes(Fixtures.path("payloads/plain/xen_nop.livepatch"));
        assertThat(of(payload)).isEqualTo(FileKind.LIVEPATCH);
        assertThat(of(relocatable(".gnu.linkonce.this_module"))).isEqualTo(FileKind.KERNEL_MODULE);
        assertThat(of(relocatable(".text"))).isEqualTo(FileKind.OBJECT);
        assertThat(of(with(syms, 16, 3))).isEqualTo(FileKind.SHARED_OBJECT);
        assertThat(of(with(syms, 16, 4))).isEqualTo(FileKind.CORE);
        assertThat(of(with(relocatable("__ksymtab"), 16, 2))).isEqualTo(FileKind.VMLINUX);
        assertThat(of(with(relocatable(".buildid", ".reloc"), 16, 2))).isEqualTo(FileKind.EFI_SYMBOLS);
        assertThat(of(with(relocatable(".buildid"), 16, 2))).isEqualTo(FileKind.XEN_SYMS);
        assertThat(of(with(syms, 18, 183))).isEqualTo(FileKind.OTHER_ELF);
        assertThat(of(Arrays.copyOf(new BootedGuest().multiboot(), 100))).isEqualTo(FileKind.OTHER_ELF);
    }

    @Test
    void knowsWhatElseLiesInBoot() {
        ByteBuffer kernel = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
        kernel.putShort(0, (short) 0x5a4d).putInt(0x202, 0x53726448);
        assertThat(of(kernel.array())).isEqualTo(FileKind.BZIMAGE);
        assertThat(of(with(new BootedGuest().efi(), 0x84, 0x4c))).isEqualTo(FileKind.OTHER_PE);
        assertThat(ofText("0707010000")).isEqualTo(FileKind.INITRD);
        assertThat(ofText("ffffffff81000000 T _text\nffffffff81000000 T startup_64\n"))
                .isEqualTo(FileKind.SYMBOL_MAP);
        assertThat(ofText("title Xen\n")).isEqualTo(FileKind.TEXT);
        assertThat(of()).isEqualTo(FileKind.EMPTY);
        assertThat(of(new byte[] {1, 2, 3})).isEqualTo(FileKind.UNKNOWN);
    }

    @Test
    void knowsWhatIsPacked() {
        assertThat(ofHex("1f8b0800")).isEqualTo(FileKind.GZIP);
        assertThat(ofHex("fd377a585a00")).isEqualTo(FileKind.XZ);
        assertThat(ofHex("28b52ffd")).isEqualTo(FileKind.ZSTD);
        assertThat(ofHex("02214c18")).isEqualTo(FileKind.LZ4);
        assertThat(ofHex("504b0304")).isEqualTo(FileKind.ZIP);
        assertThat(ofText("BZh91AY")).isEqualTo(FileKind.BZIP2);
        assertThat(ofText("!<arch>\ndebian-binary   ")).isEqualTo(FileKind.DEB);
        assertThat(ofText("!<arch>\n/               ")).isEqualTo(FileKind.ARCHIVE);
        byte[] tar = new byte[512];
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
        assertThat(of(tar)).isEqualTo(FileKind.TAR);
    }
}
