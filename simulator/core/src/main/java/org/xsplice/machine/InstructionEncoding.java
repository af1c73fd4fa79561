// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine;

import java.util.Optional;

/**
 * How an instruction of 64-bit mode is encoded (Intel SDM volume 2, chapter 2 and appendix A): enough to tell where the next
 * one begins, and whether it is one that needs a privilege. What it does is for the engine, and its text for a disassembler.
 *
 * @param table which table its opcode is of
 * @param opcode its last byte
 * @param modrm 0 where it has none
 * @param operandSize whether it has the prefix 66
 * @param repeat F2 or F3, whichever comes last; 0 where it has neither
 * @param rex the REX prefix, or 0
 * @param immediate its first byte behind opcode, ModRM and displacement; 0 where there is none
 * @param length in bytes
 */
public record InstructionEncoding(
        Table table, int opcode, int modrm, boolean operandSize, int repeat, int rex, int immediate, int length) {

    /** The tables of opcodes. */
    public enum Table {
        ONE_BYTE,
        /** After 0F. */
        TWO_BYTE,
        /** After 0F 38. */
        THREE_BYTE_38,
        /** After 0F 3A. */
        THREE_BYTE_3A,
        /** Whatever comes after a VEX or EVEX prefix. */
        VECTOR
    }

    private static final int REX_W = 8;

    /** Reads an instruction; nothing where its bytes are cut off. */
    public static Optional<InstructionEncoding> read(byte[] code, int offset) {
        Reader reader = new Reader(code, offset);
        InstructionEncoding read = reader.read();
        return reader.beyond() ? Optional.empty() : Optional.of(read);
    }

    /** Returns the reg field of ModRM. */
    int reg() {
        return modrm >> 3 & 7;
    }

    /** Returns the rm field of ModRM. */
    int rm() {
        return modrm & 7;
    }

    /** Returns whether ModRM names memory rather than a register. */
    boolean inMemory() {
        return modrm < 0xc0;
    }

    /** Reads one. */
    private static final class Reader {
        private final byte[] code;
        private final int start;
        private int at;
        private boolean operandSize;
        private boolean addressSize;
        private int repeat;
        private int rex;
        private Table table = Table.ONE_BYTE;
        private int modrm;

        Reader(byte[] code, int start) {
            this.code = code;
            this.start = start;
            at = start;
        }

        boolean beyond() {
            return at > code.length;
        }

        private int next() {
            int value = at < code.length ? code[at] & 0xff : 0;
            at++;
            return value;
        }

        InstructionEncoding read() {
            int opcode = next();
            while (isPrefix(opcode) && !beyond()) {
                opcode = next();
            }
            opcode = opcode(opcode);
            boolean controlRegister = table == Table.TWO_BYTE && opcode >= 0x20 && opcode <= 0x23;
            if (controlRegister) {
                modrm = next() | 0xc0;
            } else if (OpcodeTables.hasModrm(table, opcode)) {
                modrm = next();
                at += displacement();
            }
            int immediate = at < code.length ? code[at] & 0xff : 0;
            int size = immediateSize(opcode);
            at += size;
            return new InstructionEncoding(
                    table, opcode, modrm, operandSize, repeat, rex, size == 0 ? 0 : immediate, at - start);
        }

        /** Takes a prefix in, if it is one. A REX prefix counts only right before the opcode. */
        private boolean isPrefix(int octet) {
            boolean legacy = true;
            switch (octet) {
                case 0x66 -> operandSize = true;
                case 0x67 -> addressSize = true;
                case 0xf2, 0xf3 -> repeat = octet;
                case 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0xf0 -> {}
                default -> legacy = false;
            }
            boolean isRex = (octet & 0xf0) == 0x40;
            if (legacy || isRex) {
                rex = isRex ? octet : 0;
            }
            return legacy || isRex;
        }

        private int opcode(int first) {
            int vector = first == 0xc5 ? 1 : first == 0xc4 ? 2 : first == 0x62 ? 3 : 0;
            if (vector != 0) {
                table = Table.VECTOR;
                int vectorTable = vector == 1 ? 1 : code.length > at ? code[at] & 3 : 1;
                at += vector;
                return vectorTable << 8 | next();
            }
            if (first != 0x0f) {
                return first;
            }
            int second = next();
            table = second == 0x38 ? Table.THREE_BYTE_38 : second == 0x3a ? Table.THREE_BYTE_3A : Table.TWO_BYTE;
            return table == Table.TWO_BYTE ? second : next();
        }

        /** Returns the size of what comes after ModRM: SIB and displacement. */
        private int displacement() {
            int mod = modrm >> 6;
            int rm = modrm & 7;
            if (mod == 3) {
                return 0;
            }
            int sib = rm == 4 ? 1 : 0;
            int base = rm == 4 && at < code.length ? code[at] & 7 : rm;
            return sib
                    + switch (mod) {
                        case 0 -> base == 5 ? Integer.BYTES : 0;
                        case 1 -> 1;
                        default -> Integer.BYTES;
                    };
        }

        private int immediateSize(int opcode) {
            boolean wide = (rex & REX_W) != 0;
            return switch (OpcodeTables.immediate(table, opcode, modrm >> 3 & 7)) {
                case NONE -> 0;
                case BYTE -> 1;
                case WORD -> 2;
                case WORD_AND_BYTE -> 3;
                case BY_OPERAND -> operandSize && !wide ? 2 : 4;
                case WHOLE -> wide ? 8 : operandSize ? 2 : 4;
                case ADDRESS -> addressSize ? 4 : 8;
            };
        }
    }
}
