// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.asm.AssemblyException;
import org.xsplice.asm.CapstoneDisassembler;
import org.xsplice.asm.Instruction;
import org.xsplice.asm.KeystoneAssembler;
import org.xsplice.chance.Chance;
import org.xsplice.hypervisor.NopFill;
import org.xsplice.profile.CpuModel;
import org.xsplice.support.Engines;

class TrampolineTests {
    private static CapstoneDisassembler capstone;

    @BeforeAll
    static void open() {
        capstone = new CapstoneDisassembler();
    }

    @AfterAll
    static void close() {
        capstone.close();
    }

    private static byte[] keystoneJump(long from, long to) {
        Engines.requireKeystone();
        try (KeystoneAssembler keystone = new KeystoneAssembler()) {
            return keystone.jump(from, to);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ffff82d040234940, ffff82d0405d1000",
        "ffff82d0405d1000, ffff82d040234940",
        "ffff82d040200000, ffff82d040200005",
        "ffff82d040200000, ffff82d040200000",
        "1000, 80001004",
        "80001000, 1005",
    })
    void isWhatKeystoneAssembles(String from, String to) {
        long source = Long.parseUnsignedLong(from, 16);
        long target = Long.parseUnsignedLong(to, 16);
        assertThat(Trampoline.encode(source, target)).isEqualTo(keystoneJump(source, target));
    }

    @Test
    void isReadByCapstoneAsTheJumpThatWasMeant() {
        Chance chance = new Chance(20160427);
        for (int i = 0; i < 200; i++) {
            long from = 0xffff82d040200000L + chance.below(1 << 30);
            long to = 0xffff82d040200000L + chance.below(1 << 30);
            Instruction jump =
                    capstone.disassemble(Trampoline.encode(from, to), from, 1).get(0);
            assertThat(jump.text())
                    .as("seed %d, choice %d", chance.seed(), i)
                    .isEqualTo("jmp 0x" + Long.toHexString(to));
        }
    }

    @Test
    void keystoneRefusesWhatIsOutOfRange() {
        Engines.requireKeystone();
        assertThatThrownBy(() -> keystoneJump(0x1000, 0x80001005L)).isInstanceOf(AssemblyException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17, 18, 31})
    void nopsAreNopsOfThatLength(int length) {
        for (CpuModel.Nops family : CpuModel.Nops.values()) {
            byte[] nops = NopFill.of(family, length);
            assertThat(capstone.disassemble(nops, 0, length))
                    .as("%s", family)
                    .allMatch(i -> i.text().endsWith("nop") || i.mnemonic().equals("nop"))
                    .extracting(i -> i.bytes().length())
                    .satisfies(lengths ->
                            assertThat(lengths.stream().mapToInt(n -> n).sum()).isEqualTo(length));
            assertThat(nops).hasSize(length);
        }
    }
}
