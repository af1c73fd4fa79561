// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.xsplice.text.Formats.format;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.xsplice.asm.CapstoneDisassembler;
import org.xsplice.asm.Disassembler;
import org.xsplice.asm.Instruction;
import org.xsplice.asm.KeystoneAssembler;

/** Reads and writes the jump of a trampoline. */
final class JumpSelfTest {
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
    private static final long FROM = 0xffff82d040200000L;
    private static final long TO = 0xffff82d040300000L;
    private static final byte[] CODE = {(byte) 0xe9, (byte) 0xfb, (byte) 0xff, 0x0f, 0x00};

    private JumpSelfTest() {}

    /** Lets Capstone read the jump. */
    static List<String> read() {
        try (Disassembler disassembler = new CapstoneDisassembler()) {
            List<Instruction> found = disassembler.disassemble(CODE, FROM, 1);
            String text = found.isEmpty() ? "nothing" : found.get(0).text();
            if (!text.equals("jmp 0x" + Long.toHexString(TO))) {
                throw new SelfTestFailure("it reads " + HEX.formatHex(CODE) + " as " + text);
            }
            return List.of(format("reads %s at %016x as %s", HEX.formatHex(CODE), FROM, text));
        }
    }

    /** Lets Keystone write the jump. */
    static List<String> write() {
        try (KeystoneAssembler assembler = new KeystoneAssembler()) {
            byte[] code = assembler.jump(FROM, TO);
            if (!Arrays.equals(code, CODE)) {
                throw new SelfTestFailure(format("it writes %s for jmp 0x%016x", HEX.formatHex(code), TO));
            }
            return List.of(format("writes jmp 0x%016x at %016x as %s", TO, FROM, HEX.formatHex(code)));
        }
    }
}
