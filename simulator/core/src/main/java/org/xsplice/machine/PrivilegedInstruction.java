// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine;

import java.util.Optional;

/**
 * An instruction whose effect lies outside of what the machine emulates, as it is about the processor's own state: control and
 * debug registers, MSRs, descriptor tables and what is looked up there, paging, caches, ports, virtual machines. Most of them
 * may be executed at privilege level 0 only. An engine takes them all in some way; nothing comes of it that has to do with
 * what a processor would do.
 *
 * <p>CLI, STI, POPF and HLT are not among them: the machine has the interrupt flag, and tells of HLT.
 *
 * @param text for people: the mnemonic, with operands where they say more
 */
public record PrivilegedInstruction(String text) {
    private static final String[] REGISTERS = {
        "rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"
    };

    /** Returns the instruction at an offset, if it is one. */
    public static Optional<PrivilegedInstruction> at(byte[] code, int offset) {
        return InstructionEncoding.read(code, offset).flatMap(PrivilegedInstruction::of);
    }

    /** Returns the instruction that is encoded so, if it is one. */
    public static Optional<PrivilegedInstruction> of(InstructionEncoding encoding) {
        String text = switch (encoding.table()) {
            case ONE_BYTE -> oneByte(encoding);
            case TWO_BYTE -> twoByte(encoding);
            case THREE_BYTE_38 -> threeByte(encoding);
            case THREE_BYTE_3A, VECTOR -> "";
        };
        return text.isEmpty() ? Optional.empty() : Optional.of(new PrivilegedInstruction(text));
    }

    private static String oneByte(InstructionEncoding encoding) {
        return switch (encoding.opcode()) {
            case 0x6c, 0x6d -> "ins";
            case 0x6e, 0x6f -> "outs";
            case 0xca, 0xcb -> "retf";
            case 0xcd -> "int 0x" + Integer.toHexString(encoding.immediate());
            case 0xcf -> "iret";
            case 0xe4, 0xe5, 0xec, 0xed -> "in";
            case 0xe6, 0xe7, 0xee, 0xef -> "out";
            case 0xf1 -> "int1";
            case 0xff -> encoding.inMemory() ? choose(encoding.reg(), 3, "call far", 5, "jmp far") : "";
            default -> "";
        };
    }

    private static String twoByte(InstructionEncoding encoding) {
        return switch (encoding.opcode()) {
            case 0x00 -> choose(encoding.reg(), 2, "lldt", 3, "ltr");
            case 0x01 -> encoding.inMemory() ? tables(encoding) : ofProcessor(encoding);
            case 0x05 -> "syscall";
            case 0x06 -> "clts";
            case 0x07 -> "sysret";
            case 0x08 -> "invd";
            case 0x09 -> "wbinvd";
            case 0x20 -> "mov " + register(encoding) + ", cr" + number(encoding);
            case 0x21 -> "mov " + register(encoding) + ", dr" + number(encoding);
            case 0x22 -> "mov cr" + number(encoding) + ", " + register(encoding);
            case 0x23 -> "mov dr" + number(encoding) + ", " + register(encoding);
            case 0x30 -> "wrmsr";
            case 0x32 -> "rdmsr";
            case 0x33 -> "rdpmc";
            case 0x34 -> "sysenter";
            case 0x35 -> "sysexit";
            case 0x37 -> "getsec";
            case 0x78 -> plain(encoding, "vmread");
            case 0x79 -> plain(encoding, "vmwrite");
            case 0xaa -> "rsm";
            case 0xae -> encoding.inMemory() && encoding.repeat() == 0xf3 && encoding.reg() == 6 ? "clrssbsy" : "";
            case 0xc7 -> encoding.inMemory() ? ofStates(encoding) : "";
            default -> "";
        };
    }

    private static String tables(InstructionEncoding encoding) {
        return switch (encoding.reg()) {
            case 2 -> "lgdt";
            case 3 -> "lidt";
            case 5 -> encoding.repeat() == 0xf3 ? "rstorssp" : "";
            case 6 -> "lmsw";
            case 7 -> "invlpg";
            default -> "";
        };
    }

    /** 0F 01, where ModRM is part of the opcode. */
    private static String ofProcessor(InstructionEncoding encoding) {
        return switch (encoding.modrm()) {
            case 0xc0 -> "enclv";
            case 0xc1 -> "vmcall";
            case 0xc2 -> "vmlaunch";
            case 0xc3 -> "vmresume";
            case 0xc4 -> "vmxoff";
            case 0xc8 -> "monitor";
            case 0xc9 -> "mwait";
            case 0xcf -> "encls";
            case 0xd1 -> "xsetbv";
            case 0xd4 -> "vmfunc";
            case 0xd8 -> "vmrun";
            case 0xd9 -> "vmmcall";
            case 0xda -> "vmload";
            case 0xdb -> "vmsave";
            case 0xdc -> "stgi";
            case 0xdd -> "clgi";
            case 0xde -> "skinit";
            case 0xdf -> "invlpga";
            case 0xe8 -> encoding.repeat() == 0xf3 ? "setssbsy" : "";
            case 0xf8 -> "swapgs";
            case 0xfa -> "monitorx";
            case 0xfb -> "mwaitx";
            case 0xfe -> "invlpgb";
            case 0xff -> "tlbsync";
            default -> encoding.reg() == 6 ? "lmsw" : "";
        };
    }

    /** 0F C7 with memory. */
    private static String ofStates(InstructionEncoding encoding) {
        return switch (encoding.reg()) {
            case 3 -> "xrstors";
            case 5 -> "xsaves";
            case 6 -> encoding.repeat() == 0xf3 ? "vmxon" : encoding.operandSize() ? "vmclear" : "vmptrld";
            case 7 -> "vmptrst";
            default -> "";
        };
    }

    private static String threeByte(InstructionEncoding encoding) {
        if (!encoding.operandSize()) {
            return "";
        }
        return switch (encoding.opcode()) {
            case 0x80 -> "invept";
            case 0x81 -> "invvpid";
            case 0x82 -> "invpcid";
            case 0xf5 -> "wruss";
            default -> "";
        };
    }

    private static String choose(int reg, int first, String firstText, int second, String secondText) {
        return reg == first ? firstText : reg == second ? secondText : "";
    }

    /** Returns the text where no prefix makes another instruction of it. */
    private static String plain(InstructionEncoding encoding, String text) {
        return encoding.operandSize() || encoding.repeat() != 0 ? "" : text;
    }

    private static int number(InstructionEncoding encoding) {
        return encoding.reg() | (encoding.rex() & 4) << 1;
    }

    private static String register(InstructionEncoding encoding) {
        return REGISTERS[encoding.rm() | (encoding.rex() & 1) << 3];
    }
}
