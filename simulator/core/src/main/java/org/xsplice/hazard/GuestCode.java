// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hazard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xsplice.asm.Disassembler;
import org.xsplice.asm.Instruction;
import org.xsplice.bootfile.ImageSection;
import org.xsplice.elf.Elf;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.hypervisor.Symbol;

/**
 * The guest's code, function by function: its text as it is in memory now, and, from the file, what is not in memory: what
 * ran only while it booted, and behind that (xen/arch/x86/xen.lds.S: {@code _einittext}) the replacements of alternatives,
 * which other processors have in their text.
 */
final class GuestCode {
    /** Bytes that are disassembled at once: no more are looked at again for each that is no instruction. */
    private static final int WINDOW = 256;

    private final HypervisorImage image;
    private final Disassembler disassembler;
    private final CodeRange text;
    private final List<CodeRange> ranges = new ArrayList<>();
    private final Map<Long, List<Instruction>> read = new TreeMap<>();

    GuestCode(Hypervisor hypervisor, Disassembler disassembler) {
        this.image = hypervisor.image();
        this.disassembler = disassembler;
        long start = image.symbols().require("_stext");
        int length = (int) (image.symbols().require("_etext") - start);
        text = new CodeRange(start, hypervisor.memory().read(start, length), true);
        ranges.add(text);
        for (ImageSection section : image.sections()) {
            if (section.has(Elf.SHF_EXECINSTR) && !text.contains(section.addr())) {
                long boot = image.symbols().plain("_einittext").orElse(section.addr()) - section.addr();
                int size = image.content(section).length;
                int end = boot > 0 && boot <= size ? (int) boot : 0;
                ranges.add(range(section, 0, end, false));
                ranges.add(range(section, end, size, true));
            }
        }
    }

    private CodeRange range(ImageSection section, int from, int to, boolean live) {
        byte[] bytes = Arrays.copyOfRange(image.content(section), from, to);
        return new CodeRange(section.addr() + from, bytes, live);
    }

    /** Returns the running guest's text. */
    CodeRange text() {
        return text;
    }

    /** Returns all code, that of the boot as well. */
    List<CodeRange> ranges() {
        return ranges;
    }

    HypervisorImage image() {
        return image;
    }

    /** Finds the function, or what else has a name, that an address lies in. */
    Optional<Symbol> function(long address) {
        return range(address)
                .flatMap(range -> image.symbols()
                        .covering(address)
                        .filter(symbol -> range.contains(symbol.address()))
                        .map(symbol -> new Symbol(symbol.name(), symbol.address(), symbol.sizeUpTo((int)
                                (range.end() - symbol.address())))));
    }

    private Optional<CodeRange> range(long address) {
        return ranges.stream().filter(range -> range.contains(address)).findFirst();
    }

    /** Returns a function's instructions in order; bytes that are none are left out. */
    List<Instruction> instructions(Symbol function) {
        return read.computeIfAbsent(function.address(), address -> read(function));
    }

    private List<Instruction> read(Symbol function) {
        CodeRange range = range(function.address()).orElseThrow();
        int from = (int) (function.address() - range.start());
        byte[] code = Arrays.copyOfRange(range.bytes(), from, from + (int) function.size());
        List<Instruction> found = new ArrayList<>();
        int at = 0;
        while (at < code.length) {
            // What the end of a window cuts, the next one begins with.
            byte[] window = Arrays.copyOfRange(code, at, Math.min(code.length, at + WINDOW));
            List<Instruction> more = disassembler.disassemble(window, function.address() + at, Integer.MAX_VALUE);
            found.addAll(more);
            at = more.isEmpty() ? at + 1 : (int) (more.get(more.size() - 1).next() - function.address());
        }
        return found;
    }

    /** Finds the instruction that a byte belongs to. */
    Optional<Instruction> instructionAt(long address) {
        List<Instruction> all = function(address).map(this::instructions).orElse(List.of());
        int low = 0;
        int high = all.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(all.get(middle).next(), address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < all.size() && Long.compareUnsigned(all.get(low).address(), address) <= 0
                ? Optional.of(all.get(low))
                : Optional.empty();
    }

    /** Returns whether code runs on from what stands before an address. */
    boolean runsInto(long address) {
        List<Instruction> before = function(address - 1).map(this::instructions).orElse(List.of());
        int last = before.size() - 1;
        while (last >= 0 && Opcodes.isPadding(before.get(last))) {
            last--;
        }
        return last >= 0 && !Opcodes.endsFlow(before.get(last));
    }
}
