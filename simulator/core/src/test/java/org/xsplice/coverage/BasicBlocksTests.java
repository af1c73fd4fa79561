// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xsplice.asm.CapstoneDisassembler;

/** Where the blocks of a function begin. */
class BasicBlocksTests {
    private static final long ADDRESS = 0xffff82d040200000L;

    private static List<Long> starts(String code) {
        byte[] bytes = HexFormat.of().parseHex(code.replace(" ", ""));
        try (CapstoneDisassembler capstone = new CapstoneDisassembler()) {
            return BasicBlocks.of(capstone.disassemble(bytes, ADDRESS, bytes.length)).stream()
                    .map(block -> block.address() - ADDRESS)
                    .toList();
        }
    }

    @Test
    void callDoesNotEndABlock() {
        // call +0; ret
        assertThat(starts("e800000000 c3")).containsExactly(0L);
    }

    @Test
    void branchesEndThemAndBeginThem() {
        // 0: test eax, eax; 2: je 6; 4: dec eax; 6: inc ecx; 8: ret
        assertThat(starts("85c0 7402 ffc8 ffc1 c3")).containsExactly(0L, 4L, 6L);
    }

    @Test
    void loopBeginsWhereItsBranchLeads() {
        // 0: inc eax; 2: dec ecx; 4: jne 2; 6: ret
        assertThat(starts("ffc0 ffc9 75fc c3")).containsExactly(0L, 2L, 6L);
    }

    @Test
    void whatFillsTheSpaceIsNone() {
        // ret; nop; xchg ax, ax; nop dword ptr [rax]; data16 cs nop word ptr; int3
        assertThat(starts("c3 90 6690 0f1f00 66662e0f1f840000000000 cc")).containsExactly(0L);
    }

    @Test
    void nopThatABranchLeadsToIsOne() {
        // 0: je 3; 2: ret; 3: nop; 4: ret
        assertThat(starts("7401 c3 90 c3")).containsExactly(0L, 2L, 3L);
    }

    @Test
    void whatComesAfterUd2IsABlock() {
        // ud2; inc eax; jmp 0
        assertThat(starts("0f0b ffc0 ebfa")).containsExactly(0L, 2L);
    }
}
