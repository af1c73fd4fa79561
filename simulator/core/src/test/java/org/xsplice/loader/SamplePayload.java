// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.nio.charset.StandardCharsets;
import org.xsplice.elf.Elf;
import org.xsplice.elf.build.Address;
import org.xsplice.elf.build.ExpectedBytes;
import org.xsplice.elf.build.FunctionEntry;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.elf.build.ObjectSymbol;
import org.xsplice.elf.build.PayloadBuilder;
import org.xsplice.elf.build.SymbolRef;
import org.xsplice.event.ByteString;
import org.xsplice.profile.Profile;

/**
 * The payload that the tables of refusals damage. It lets {@code xen_extra_version} return "Sample!". Sections, as the
 * expected lines number them (those of 2016 have no {@code .livepatch.xen_depends}, so theirs are one less from there):
 * 1 .text.sample, 2 .rodata.sample, 3 .bss, 4 .comment, 5 depends, 6 xen_depends, 7 .rodata.str1.1, 8 funcs,
 * 9 .note.gnu.build-id, 10 .rela.text.sample, 11 .rela…funcs, 12 .symtab, 13 .strtab, 14 .shstrtab. Symbols: 1 sample.c,
 * 2 sample_string, 3 that of section 7, 4 sample, 5 xen_extra_version.
 */
final class SamplePayload {
    /** {@code lea sample_string(%rip), %rax; ret}. */
    private static final byte[] CODE = {0x48, (byte) 0x8d, 0x05, 0, 0, 0, 0, (byte) 0xc3};

    private static final int OLD_SIZE = 8;

    private SamplePayload() {}

    static byte[] build(Profile profile, ByteString xen) {
        return builder(profile, xen).build();
    }

    /** Builds a payload that cannot be loaded without the sample, and does not keep it from being unloaded. */
    static byte[] user(Profile profile, ByteString xen) {
        PayloadBuilder builder = PayloadBuilder.of(profile).builtFor(xen);
        int pointer = builder.object()
                .section(ObjectSection.progbits(".rodata.user", Elf.SHF_ALLOC, 8, new byte[Long.BYTES]));
        SymbolRef string = builder.object().symbol(ObjectSymbol.undefined("sample_string"));
        builder.object().relocate(pointer, 0, Elf.R_X86_64_64, string, 0);
        return builder.replaceByName("xen_minor_version", OLD_SIZE, (byte) 0xc3).build();
    }

    static PayloadBuilder builder(Profile profile, ByteString xen) {
        PayloadBuilder builder = PayloadBuilder.of(profile).builtFor(xen);
        builder.object().symbol(ObjectSymbol.file("sample.c"));
        SymbolRef sample = builder.text("sample", CODE);
        byte[] string = "Sample!\0".getBytes(StandardCharsets.ISO_8859_1);
        int rodata = builder.object().section(ObjectSection.progbits(".rodata.sample", Elf.SHF_ALLOC, 1, string));
        builder.object().section(ObjectSection.nobits(".bss", Elf.SHF_ALLOC | Elf.SHF_WRITE, 8, 16));
        builder.object().section(ObjectSection.progbits(".comment", 0, 1, new byte[10]));
        SymbolRef text =
                builder.object().symbol(ObjectSymbol.local("sample_string", Elf.STT_OBJECT, rodata, 0, string.length));
        builder.object().relocate(1, 3, Elf.R_X86_64_PC32, text, -4);
        SymbolRef old = builder.object().symbol(ObjectSymbol.undefined("xen_extra_version"));
        return builder.function(new FunctionEntry(
                "xen_extra_version",
                new Address.Of(sample, 0),
                new Address.Of(old, 0),
                CODE.length,
                OLD_SIZE,
                ExpectedBytes.NONE));
    }
}
