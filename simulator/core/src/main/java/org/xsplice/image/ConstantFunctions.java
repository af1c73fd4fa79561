// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.image;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.xsplice.elf.ElfBytes;
import org.xsplice.hypervisor.HypervisorImage;

/** Functions that only return a constant, as compilers write them: a MOV of a number, or a LEA of an address. */
final class ConstantFunctions {
    private static final int CODE_MAX = 32;
    private static final int STRING_MAX = 256;
    private static final int ENDBR64 = 0xfa1e0ff3;
    /** {@code push %rbp; mov %rsp,%rbp}. */
    private static final int FRAME = 0xe5894855;

    private static final int MOV_EAX = 0xb8;
    /** {@code mov $…,%rax}, sign-extended: three bytes. */
    private static final int MOV_RAX = 0xc0c748;
    /** {@code lea …(%rip),%rax}: three bytes. */
    private static final int LEA_RAX = 0x058d48;

    private static final int THREE_BYTES = 0xffffff;
    private static final int LEA_LENGTH = 7;

    private final HypervisorImage image;

    ConstantFunctions(HypervisorImage image) {
        this.image = image;
    }

    OptionalInt number(String function) {
        Optional<ElfBytes> code = code(function);
        if (code.isEmpty()) {
            return OptionalInt.empty();
        }
        int at = prologue(code.get());
        return code.get().u8(at) == MOV_EAX ? OptionalInt.of(code.get().u32(at + 1)) : OptionalInt.empty();
    }

    Optional<String> string(String function) {
        OptionalLong address = pointer(function);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        return bytes(address.getAsLong(), STRING_MAX)
                .map(bytes -> bytes.string(0))
                .filter(text -> text.length() < STRING_MAX && text.chars().allMatch(c -> c >= ' ' && c < 0x7f));
    }

    private OptionalLong pointer(String function) {
        Optional<ElfBytes> code = code(function);
        if (code.isEmpty()) {
            return OptionalLong.empty();
        }
        int at = prologue(code.get());
        int operand = code.get().u32(at + 3);
        return switch (code.get().u32(at) & THREE_BYTES) {
            case LEA_RAX -> OptionalLong.of(image.symbols().require(function) + at + LEA_LENGTH + operand);
            case MOV_RAX -> OptionalLong.of(operand);
            default -> OptionalLong.empty();
        };
    }

    /** Returns how many bytes come before what counts. */
    private static int prologue(ElfBytes code) {
        int at = code.u32(0) == ENDBR64 ? 4 : 0;
        return code.u32(at) == FRAME ? at + 4 : at;
    }

    private Optional<ElfBytes> code(String function) {
        return image.symbols().plain(function).flatMap(address -> bytes(address, CODE_MAX));
    }

    private Optional<ElfBytes> bytes(long address, int size) {
        return image.find(address, size).map(ElfBytes::new);
    }
}
