// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine;

/** What comes after an opcode in 64-bit mode (Intel SDM volume 2, appendix A). */
final class OpcodeTables {
    /** What comes at the end of an instruction. */
    enum Immediate {
        NONE,
        BYTE,
        WORD,
        WORD_AND_BYTE,
        /** 4 bytes, or 2 with operands of 16 bits. */
        BY_OPERAND,
        /** As large as the operand, 8 bytes too. */
        WHOLE,
        /** As large as an address. */
        ADDRESS
    }

    private OpcodeTables() {}

    static boolean hasModrm(InstructionEncoding.Table table, int opcode) {
        return switch (table) {
            case ONE_BYTE -> oneByteHasModrm(opcode);
            case TWO_BYTE -> twoByteHasModrm(opcode);
            case THREE_BYTE_38, THREE_BYTE_3A -> true;
            case VECTOR -> opcode != 0x177;
        };
    }

    private static boolean oneByteHasModrm(int opcode) {
        return opcode < 0x40
                ? (opcode & 7) < 4
                : switch (opcode) {
                    case 0x63, 0x69, 0x6b, 0xc0, 0xc1, 0xc6, 0xc7, 0xf6, 0xf7, 0xfe, 0xff -> true;
                    default -> (opcode & 0xf0) == 0x80 || opcode >= 0xd0 && opcode <= 0xd3 || (opcode & 0xf8) == 0xd8;
                };
    }

    private static boolean twoByteHasModrm(int opcode) {
        return switch (opcode) {
            case 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0e, 0x77, 0xa0, 0xa1, 0xa2, 0xa8, 0xa9, 0xaa ->
                false;
            default ->
                !(opcode >= 0x30 && opcode <= 0x3f || (opcode & 0xf0) == 0x80 || opcode >= 0xc8 && opcode <= 0xcf);
        };
    }

    static Immediate immediate(InstructionEncoding.Table table, int opcode, int reg) {
        return switch (table) {
            case ONE_BYTE -> oneByteImmediate(opcode, reg);
            case TWO_BYTE ->
                (opcode & 0xf0) == 0x80
                        ? Immediate.BY_OPERAND
                        : byteIf(hasByte(opcode)
                                || opcode == 0x0f
                                || opcode == 0xa4
                                || opcode == 0xac
                                || opcode == 0xba);
            case THREE_BYTE_38 -> Immediate.NONE;
            case THREE_BYTE_3A -> Immediate.BYTE;
            case VECTOR -> byteIf(opcode >= 0x300 || opcode < 0x200 && hasByte(opcode & 0xff));
        };
    }

    private static Immediate byteIf(boolean is) {
        return is ? Immediate.BYTE : Immediate.NONE;
    }

    /** Shifts and shuffles, also with vectors. */
    private static boolean hasByte(int opcode) {
        return opcode >= 0x70 && opcode <= 0x73 || opcode == 0xc2 || opcode >= 0xc4 && opcode <= 0xc6;
    }

    private static Immediate oneByteImmediate(int opcode, int reg) {
        if (opcode < 0x40) {
            return (opcode & 7) == 4 ? Immediate.BYTE : (opcode & 7) == 5 ? Immediate.BY_OPERAND : Immediate.NONE;
        }
        return switch (opcode) {
            case 0x68, 0x69, 0x81, 0xa9, 0xc7, 0xe8, 0xe9 -> Immediate.BY_OPERAND;
            case 0x6a, 0x6b, 0x80, 0x82, 0x83, 0xa8, 0xc0, 0xc1, 0xc6, 0xcd, 0xd4, 0xd5, 0xeb -> Immediate.BYTE;
            case 0xa0, 0xa1, 0xa2, 0xa3 -> Immediate.ADDRESS;
            case 0xc2, 0xca -> Immediate.WORD;
            case 0xc8 -> Immediate.WORD_AND_BYTE;
            case 0xf6 -> byteIf(reg < 2);
            case 0xf7 -> reg < 2 ? Immediate.BY_OPERAND : Immediate.NONE;
            default ->
                (opcode & 0xf8) == 0xb8
                        ? Immediate.WHOLE
                        : byteIf((opcode & 0xf0) == 0x70 || (opcode & 0xf8) == 0xb0 || (opcode & 0xf8) == 0xe0);
        };
    }
}
