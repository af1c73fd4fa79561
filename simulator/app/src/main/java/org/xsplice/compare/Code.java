// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.compare;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.xsplice.elf.Elf;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.elf.build.ObjectSymbol;
import org.xsplice.elf.build.SymbolRef;

/** What a function of a payload does. */
sealed interface Code {
    /** Adds it to a payload. */
    SymbolRef add(Draft draft, String name);

    /** Returns its size, in bytes. */
    int size();

    private static SymbolRef function(Draft draft, String name, byte... code) {
        return draft.builder().text(draft.own(name), code);
    }

    /** Returns the section of the function that {@link #function} adds next. */
    private static int place(Draft draft) {
        return draft.builder().object().sections();
    }

    /** {@code mov $value, %eax; ret}. */
    record Returns(int value) implements Code {
        private static final int SIZE = 6;

        @Override
        public SymbolRef add(Draft draft, String name) {
            byte[] code = ByteBuffer.allocate(SIZE)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put((byte) 0xb8)
                    .putInt(value)
                    .put((byte) 0xc3)
                    .array();
            return function(draft, name, code);
        }

        @Override
        public int size() {
            return SIZE;
        }
    }

    /** {@code lea text(%rip), %rax; ret}. */
    record ReturnsText(String text) implements Code {
        private static final byte[] CODE = {0x48, (byte) 0x8d, 0x05, 0, 0, 0, 0, (byte) 0xc3};

        @Override
        public SymbolRef add(Draft draft, String name) {
            SymbolRef string = string(draft, name, text);
            int section = place(draft);
            SymbolRef function = function(draft, name, CODE);
            draft.builder().object().relocate(section, 3, Elf.R_X86_64_PC32, string, -4);
            return function;
        }

        @Override
        public int size() {
            return CODE.length;
        }
    }

    /** {@code lea text(%rip), %rdi; xor %eax, %eax; call printk; xor %eax, %eax; ret}, on an aligned stack. */
    record Prints(String text) implements Code {
        private static final byte[] CODE = {
            0x48,
            (byte) 0x83,
            (byte) 0xec,
            0x08, // sub $8, %rsp
            0x48,
            (byte) 0x8d,
            0x3d,
            0,
            0,
            0,
            0, // lea text(%rip), %rdi
            0x31,
            (byte) 0xc0, // xor %eax, %eax
            (byte) 0xe8,
            0,
            0,
            0,
            0, // call printk
            0x31,
            (byte) 0xc0, // xor %eax, %eax
            0x48,
            (byte) 0x83,
            (byte) 0xc4,
            0x08, // add $8, %rsp
            (byte) 0xc3, // ret
        };

        @Override
        public SymbolRef add(Draft draft, String name) {
            SymbolRef string = string(draft, name, text + "\n");
            SymbolRef printk = draft.builder().object().symbol(ObjectSymbol.undefined("printk"));
            int section = place(draft);
            SymbolRef function = function(draft, name, CODE);
            draft.builder()
                    .object()
                    .relocate(section, 7, Elf.R_X86_64_PC32, string, -4)
                    .relocate(section, 14, Elf.R_X86_64_PLT32, printk, -4);
            return function;
        }

        @Override
        public int size() {
            return CODE.length;
        }
    }

    /**
     * {@code jmp symbol; ud2}: lets a function of somebody else do it. A jump that damage has left without its target does not
     * run on into what comes next, where all depends on the registers.
     */
    record GoesTo(String symbol) implements Code {
        private static final byte[] CODE = {(byte) 0xe9, 0, 0, 0, 0, 0x0f, 0x0b};

        @Override
        public SymbolRef add(Draft draft, String name) {
            return jumping(draft, name, CODE, 1, symbol);
        }

        @Override
        public int size() {
            return CODE.length;
        }
    }

    /**
     * {@code xor %eax, %eax; ret; jmp symbol}: needs a symbol, and does not go there. What the image's live patching does
     * when it is called without a payload depends on the registers.
     */
    record RefersTo(String symbol) implements Code {
        private static final byte[] CODE = {0x31, (byte) 0xc0, (byte) 0xc3, (byte) 0xe9, 0, 0, 0, 0};

        @Override
        public SymbolRef add(Draft draft, String name) {
            return jumping(draft, name, CODE, 4, symbol);
        }

        @Override
        public int size() {
            return CODE.length;
        }
    }

    /** Just these instructions. */
    record Bytes(Kind kind) implements Code {
        @Override
        public SymbolRef add(Draft draft, String name) {
            return function(draft, name, kind.code);
        }

        @Override
        public int size() {
            return kind.code.length;
        }

        /** What they do. */
        enum Kind {
            /** {@code ud2}: no bug frame tells what it means. */
            UNDEFINED(0x0f, 0x0b),
            /** {@code mov 0x10, %rax; ret}. */
            READS_NULL(0x48, 0x8b, 0x04, 0x25, 0x10, 0, 0, 0, 0xc3),
            /** {@code mov %rdi, payload->fstate[0].applied = 1; xor %eax, %eax; ret}: as a hook that patches itself does. */
            MARKS_APPLIED(0x48, 0x8b, 0x47, 0x70, 0xc7, 0x40, 0x04, 1, 0, 0, 0, 0x31, 0xc0, 0xc3),
            /** The same with {@code applied = 0}. */
            MARKS_REVERTED(0x48, 0x8b, 0x47, 0x70, 0xc7, 0x40, 0x04, 0, 0, 0, 0, 0x31, 0xc0, 0xc3),
            /** {@code ret}, after ENDBR64. */
            NOTHING(0xf3, 0x0f, 0x1e, 0xfa, 0xc3);

            private final byte[] code;

            Kind(int... code) {
                this.code = new byte[code.length];
                for (int i = 0; i < code.length; i++) {
                    this.code[i] = (byte) code[i];
                }
            }
        }
    }

    /** Adds code with a jump to a symbol of somebody else. */
    private static SymbolRef jumping(Draft draft, String name, byte[] code, int displacement, String symbol) {
        SymbolRef other = draft.builder().object().symbol(ObjectSymbol.undefined(symbol));
        int section = place(draft);
        SymbolRef function = function(draft, name, code);
        draft.builder().object().relocate(section, displacement, Elf.R_X86_64_PLT32, other, -4);
        return function;
    }

    private static SymbolRef string(Draft draft, String name, String text) {
        byte[] bytes = (text + "\0").getBytes(StandardCharsets.ISO_8859_1);
        int section = draft.builder()
                .object()
                .section(ObjectSection.progbits(".rodata.text." + name, Elf.SHF_ALLOC, 1, bytes));
        return draft.builder()
                .object()
                .symbol(ObjectSymbol.local(draft.own(name + "_text"), Elf.STT_OBJECT, section, 0, bytes.length));
    }
}
