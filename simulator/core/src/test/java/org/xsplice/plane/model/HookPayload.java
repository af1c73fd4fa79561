// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.model;

import java.nio.charset.StandardCharsets;
import org.xsplice.elf.Elf;
import org.xsplice.elf.build.Address;
import org.xsplice.elf.build.ExpectedBytes;
import org.xsplice.elf.build.FunctionEntry;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.elf.build.ObjectSymbol;
import org.xsplice.elf.build.PayloadBuilder;
import org.xsplice.elf.build.SymbolRef;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.profile.HookKind;
import org.xsplice.profile.Profiles;

/** Builds payloads whose hooks are machine code, written by hand, for a host of 4.17. */
final class HookPayload {
    /** {@code xor %eax, %eax; ret}: a hook that has nothing against it. */
    static final byte[] AGREE = code(0x31, 0xc0, 0xc3);

    private final Hypervisor hypervisor;
    private final PayloadBuilder builder;
    private int hooks;

    HookPayload(Hypervisor hypervisor) {
        this.hypervisor = hypervisor;
        builder =
                PayloadBuilder.of(Profiles.XEN_4_17).builtFor(hypervisor.image().buildId());
    }

    /** Writes bytes without casts. */
    static byte[] code(int... bytes) {
        byte[] code = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            code[i] = (byte) bytes[i];
        }
        return code;
    }

    PayloadBuilder builder() {
        return builder;
    }

    /** Returns the address of a function of the guest. */
    long address(String function) {
        return hypervisor.symbols().require(function);
    }

    /** Lets a function of the guest return a number. */
    HookPayload returning(String function, int value) {
        return returning(function, value, ExpectedBytes.NONE);
    }

    HookPayload returning(String function, int value, ExpectedBytes expectation) {
        return replacing(function, code(0xb8, value, value >> 8, value >> 16, value >> 24, 0xc3), expectation);
    }

    /** Gives a function of the guest other code. */
    HookPayload replacing(String function, byte... code) {
        return replacing(function, code, ExpectedBytes.NONE);
    }

    private HookPayload replacing(String function, byte[] code, ExpectedBytes expectation) {
        builder.function(new FunctionEntry(
                function,
                new Address.Of(builder.text(function + ".new", code), 0),
                new Address.At(hypervisor.symbols().require(function)),
                code.length,
                6,
                expectation));
        return this;
    }

    /** Adds a hook that prints a line and returns a number. */
    HookPayload says(HookKind kind, String line, int rc) {
        byte[] string = (line + "\n\0").getBytes(StandardCharsets.ISO_8859_1);
        int text = section(code(
                0x48, 0x83, 0xec, 0x08, // sub $8, %rsp
                0x48, 0x8d, 0x3d, 0, 0, 0, 0, // lea line(%rip), %rdi
                0x31, 0xc0, // xor %eax, %eax
                0xe8, 0, 0, 0, 0, // call printk
                0xb8, rc, rc >> 8, rc >> 16, rc >> 24, // mov $rc, %eax
                0x48, 0x83, 0xc4, 0x08, // add $8, %rsp
                0xc3)); // ret
        int rodata = builder.object().section(ObjectSection.progbits(".rodata.hook" + hooks, Elf.SHF_ALLOC, 1, string));
        SymbolRef symbol = builder.object().symbol(ObjectSymbol.section(rodata));
        builder.object().relocate(text, 7, Elf.R_X86_64_PC32, symbol, -4);
        SymbolRef printk = builder.object().symbol(ObjectSymbol.undefined("printk"));
        builder.object().relocate(text, 14, Elf.R_X86_64_PLT32, printk, -4);
        builder.hook(kind, function(text, "hook" + hooks++));
        return this;
    }

    /** Adds a hook of this code; returns the index of its section. */
    int hook(HookKind kind, byte... code) {
        int text = section(code);
        builder.hook(kind, function(text, "hook" + hooks++));
        return text;
    }

    private int section(byte... code) {
        return builder.object()
                .section(ObjectSection.progbits(".text.hook" + hooks, Elf.SHF_ALLOC | Elf.SHF_EXECINSTR, 16, code));
    }

    private SymbolRef function(int section, String name) {
        return builder.object().symbol(ObjectSymbol.local(name, Elf.STT_FUNC, section, 0, 16));
    }

    /** Adds a table of pairs, each of two 32-bit distances from where it stands. */
    Pairs pairs(String section, int entries) {
        return new Pairs(
                builder.object().section(ObjectSection.progbits(section, Elf.SHF_ALLOC, 4, new byte[8 * entries])));
    }

    /** Fills such a table. */
    final class Pairs {
        private final int table;
        private int used;

        private Pairs(int table) {
            this.table = table;
        }

        /** Adds a pair of places, each in a section of the payload. */
        Pairs add(int firstSection, long first, int secondSection, long second) {
            relocate(8L * used, firstSection, first);
            relocate(8L * used + 4, secondSection, second);
            used++;
            return this;
        }

        private void relocate(long at, int section, long addend) {
            SymbolRef symbol = builder.object().symbol(ObjectSymbol.section(section));
            builder.object().relocate(table, at, Elf.R_X86_64_PC32, symbol, addend);
        }
    }

    /** Adds a bug frame: file and line of the UD2 at the beginning of a section. */
    HookPayload bugFrame(int kind, int textSection, String file, int line) {
        int strings = builder.object()
                .section(ObjectSection.progbits(
                        ".rodata.file", Elf.SHF_ALLOC, 1, (file + "\0").getBytes(StandardCharsets.ISO_8859_1)));
        int high = line >> 7 << 24;
        int low = (line & 0x7f) << 24;
        pairs(".bug_frames." + kind, 1).add(textSection, high, strings, low + 4L);
        return this;
    }

    byte[] build() {
        return builder.build();
    }

    /** Builds it with a build-id of this byte, repeated. */
    byte[] buildId(int octet) {
        byte[] id = new byte[20];
        java.util.Arrays.fill(id, (byte) octet);
        return builder.buildId(org.xsplice.event.ByteString.of(id)).build();
    }
}
