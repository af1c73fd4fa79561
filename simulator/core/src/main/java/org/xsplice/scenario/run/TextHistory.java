// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.run;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.xsplice.asm.Disassembler;
import org.xsplice.asm.Instruction;
import org.xsplice.event.ByteString;
import org.xsplice.event.EventData;
import org.xsplice.hypervisor.HypervisorView;
import org.xsplice.hypervisor.Symbol;
import org.xsplice.scenario.expect.OriginalText;

/** The hypervisor's text as it was at the start, and, write by write, as the event log tells it. */
final class TextHistory {
    /** How much of a function is shown. */
    private static final int SHOWN = 16;

    private final HypervisorView hypervisor;
    private final OriginalText text;
    private final Disassembler disassembler;
    private final long start;
    private final byte[] original;
    private final byte[] current;
    private int writes;

    TextHistory(HypervisorView hypervisor, OriginalText text, Disassembler disassembler) {
        this.hypervisor = hypervisor;
        this.text = text;
        this.disassembler = disassembler;
        start = text.start();
        original = text.bytes();
        current = original.clone();
    }

    /** Goes on to the next write. */
    FunctionChange next(EventData.TextWritten written) {
        long at = written.address();
        int length = written.after().length();
        if (Long.compareUnsigned(at, start) < 0 || Long.compareUnsigned(at + length, start + original.length) > 0) {
            return change(at, written.before().toArray(), written.after().toArray(), written.cause());
        }
        writes++;
        Optional<Symbol> function = hypervisor.symbols().covering(at);
        long from = function.map(Symbol::address).orElse(at);
        if (Long.compareUnsigned(from, start) < 0 || at - from >= SHOWN) {
            from = at;
        }
        long size = function.filter(f -> f.address() + f.size() > at)
                        .map(f -> f.address() + f.size())
                        .orElse(at + length)
                - from;
        int shown = (int) Math.max(Math.min(size, SHOWN), at + length - from);
        byte[] before = slice(from, shown);
        System.arraycopy(written.after().toArray(), 0, current, (int) (at - start), length);
        return change(from, before, slice(from, shown), written.cause());
    }

    private byte[] slice(long from, int length) {
        int index = (int) (from - start);
        return Arrays.copyOfRange(current, index, Math.min(index + length, current.length));
    }

    private FunctionChange change(long address, byte[] before, byte[] after, String cause) {
        BitSet changed = new BitSet();
        for (int i = 0; i < before.length; i++) {
            changed.set(i, before[i] != after[i]);
        }
        return new FunctionChange(name(address), address, view(address, before), view(address, after), changed, cause);
    }

    private String name(long address) {
        return hypervisor
                .symbols()
                .covering(address)
                .map(s -> s.name() + (address == s.address() ? "" : "+0x" + Long.toHexString(address - s.address())))
                .orElse("0x" + Long.toHexString(address));
    }

    /** Disassembles up to the first jump that leads away; what stands after one is not reached. */
    private CodeView view(long address, byte[] bytes) {
        List<CodeView.Line> lines = new ArrayList<>();
        int offset = 0;
        boolean reached = true;
        for (Instruction instruction : disassembler.disassemble(bytes, address, bytes.length)) {
            if (reached) {
                lines.add(new CodeView.Line(offset, instruction.bytes().length(), instruction.text()));
                offset += instruction.bytes().length();
                reached = !instruction.mnemonic().equals("jmp");
            }
        }
        if (offset < bytes.length) {
            lines.add(new CodeView.Line(offset, bytes.length - offset, reached ? "..." : "(not reached)"));
        }
        return new CodeView(ByteString.of(bytes), lines);
    }

    TextProof proof() {
        byte[] now = text.now();
        List<String> patched = new ArrayList<>();
        for (int i = 0; i < now.length; ) {
            int end = i;
            while (end < now.length && now[end] != original[end]) {
                end++;
            }
            if (end > i) {
                patched.add(name(start + i) + " (" + (end - i) + (end - i == 1 ? " byte)" : " bytes)"));
            }
            i = end + 1;
        }
        return new TextProof(start, original.length, sha256(original), sha256(now), writes, patched);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
