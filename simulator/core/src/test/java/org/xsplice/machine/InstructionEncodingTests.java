// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.asm.CapstoneDisassembler;
import org.xsplice.asm.Disassembler;
import org.xsplice.asm.Instruction;
import org.xsplice.bootfile.ImageSection;
import org.xsplice.chance.Chance;
import org.xsplice.elf.Elf;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.support.Fixtures;

/** Where instructions end, as Capstone sees it, which shares no code with this. */
class InstructionEncodingTests {
    private static final int LONGEST = 15;

    private static int length(byte[] code, int at) {
        return InstructionEncoding.read(code, at)
                .map(InstructionEncoding::length)
                .orElse(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "endbr"})
    void everyInstructionOfTheGuestHasTheLengthThatCapstoneSees(String guest) {
        HypervisorImage image = Fixtures.guest(guest);
        try (Disassembler disassembler = new CapstoneDisassembler()) {
            for (ImageSection section : image.sections()) {
                if (section.has(Elf.SHF_EXECINSTR)) {
                    byte[] code = image.file().slice(section.offset(), (int) section.size());
                    List<Instruction> all = disassembler.disassemble(code, 0, Integer.MAX_VALUE);
                    assertThat(all)
                            .isNotEmpty()
                            .allSatisfy(i -> assertThat(length(code, (int) i.address()))
                                    .as(i.text())
                                    .isEqualTo((int) (i.next() - i.address())));
                }
            }
        }
    }

    /** Of every opcode of the first two tables, with random prefixes and operands. */
    @Test
    void randomInstructionsHaveTheLengthThatCapstoneSees() {
        List<String> wrong = new ArrayList<>();
        int known = 0;
        Chance chance = new Chance(1);
        try (Disassembler disassembler = new CapstoneDisassembler()) {
            for (int n = 0; n < 30_000; n++) {
                byte[] code = random(chance, n);
                List<Instruction> seen = disassembler.disassemble(code, 0, 1);
                if (!seen.isEmpty() && !isKnownToDiffer(code, seen.get(0))) {
                    known++;
                    long length = seen.get(0).next();
                    if (length(code, 0) != length) {
                        wrong.add(HexFormat.of().formatHex(code) + " "
                                + seen.get(0).text() + ": " + length(code, 0) + ", not " + length);
                    }
                }
            }
        }
        assertThat(known).isGreaterThan(10_000);
        assertThat(wrong).isEmpty();
    }

    private static byte[] random(Chance chance, int n) {
        byte[] code = new byte[LONGEST];
        for (int i = 0; i < code.length; i++) {
            code[i] = (byte) chance.below(256);
        }
        int at = 0;
        if (chance.oneIn(3)) {
            code[at++] = (byte) 0x66;
        }
        if (chance.oneIn(6)) {
            code[at++] = (byte) (chance.oneIn(2) ? 0xf2 : 0xf3);
        }
        if (chance.oneIn(3)) {
            code[at++] = (byte) (0x40 | chance.below(16));
        }
        if (n % 512 >= 256) {
            code[at++] = 0x0f;
        }
        code[at] = (byte) n;
        return code;
    }

    /**
     * Branches with the prefix 66, which are shorter with AMD, and in the engine; UD0 and UD1, to which Capstone gives no
     * operands; RET, whose number Capstone sometimes takes for one of 32 bits; and instructions of AMD's with two numbers. A block that has one is searched byte by byte.
     */
    private static boolean isKnownToDiffer(byte[] code, Instruction instruction) {
        boolean near =
                instruction.mnemonic().startsWith("j") || instruction.mnemonic().equals("call");
        return near && code[0] == 0x66
                || Set.of("ud0", "ud1", "extrq", "insertq", "ret").contains(instruction.mnemonic());
    }

    @ParameterizedTest
    @CsvSource({"0f", "0f22", "b8010203", "0f0114", "66", "48", "c4e2", "ff"})
    void whatIsCutOffIsNoInstruction(String code) {
        assertThat(InstructionEncoding.read(HexFormat.of().parseHex(code), 0)).isEmpty();
    }

    @Test
    void onlyPrefixesAreNoInstruction() {
        byte[] code = new byte[40];
        Arrays.fill(code, (byte) 0x66);
        assertThat(InstructionEncoding.read(code, 0)).isEmpty();
    }
}
