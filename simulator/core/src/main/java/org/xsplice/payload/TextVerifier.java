// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

import static org.xsplice.text.Formats.format;

import java.util.Arrays;
import java.util.List;
import org.xsplice.asm.Disassembler;
import org.xsplice.asm.Instruction;
import org.xsplice.event.ByteString;
import org.xsplice.event.EventData;
import org.xsplice.hypervisor.Hypervisor;

/**
 * Reads patched text back, by an independent disassembler, and compares the reading with what was meant. A difference is
 * a bug in the simulator, not an outcome.
 */
final class TextVerifier {
    private final Hypervisor hypervisor;
    private final Disassembler disassembler;

    TextVerifier(Hypervisor hypervisor, Disassembler disassembler) {
        this.hypervisor = hypervisor;
        this.disassembler = disassembler;
    }

    /**
     * Makes sure that a jump stands at an address and leads to another.
     *
     * @throws AssertionError if it does not
     */
    void requireJump(long address, long target) {
        byte[] code = hypervisor.memory().read(address, Trampoline.SIZE);
        List<Instruction> found = disassembler.disassemble(code, address, 1);
        String wanted = "jmp 0x" + Long.toHexString(target);
        if (found.isEmpty() || !found.get(0).text().equals(wanted)) {
            throw mismatch(address, wanted, code, found);
        }
        report(found.get(0));
    }

    /**
     * Makes sure that this many bytes from an address on are NOPs.
     *
     * @throws AssertionError if they are not
     */
    void requireNops(long address, int length) {
        byte[] code = hypervisor.memory().read(address, length);
        List<Instruction> found = disassembler.disassemble(code, address, length);
        int covered = found.stream().mapToInt(i -> i.bytes().length()).sum();
        if (covered != length || !found.stream().allMatch(i -> i.mnemonic().equals("nop"))) {
            throw mismatch(address, length + " bytes of nop", code, found);
        }
        found.forEach(this::report);
    }

    /**
     * Makes sure that the bytes at an address are what they were before they were patched.
     *
     * @throws AssertionError if they are not
     */
    void requireBytes(long address, byte[] original) {
        byte[] code = hypervisor.memory().read(address, original.length);
        List<Instruction> found = disassembler.disassemble(code, address, original.length);
        if (!Arrays.equals(code, original)) {
            throw mismatch(address, ByteString.of(original).toString(), code, found);
        }
        found.forEach(this::report);
    }

    private void report(Instruction instruction) {
        hypervisor.emit(new EventData.TextVerified(instruction.address(), instruction.text()));
    }

    private static AssertionError mismatch(long address, String wanted, byte[] code, List<Instruction> found) {
        String read = found.isEmpty() ? "no instruction" : found.get(0).text();
        return new AssertionError(format(
                "simulator bug: text at %016x should be %s, but is %s (%s)",
                address, wanted, ByteString.of(code), read));
    }
}
