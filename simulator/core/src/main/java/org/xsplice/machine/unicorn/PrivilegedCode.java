// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.xsplice.machine.InstructionEncoding;
import org.xsplice.machine.PrivilegedInstruction;

/**
 * Finds privileged instructions in the code that one CPU is about to execute for the first time.
 *
 * <p>The engine tells when it has translated a block, before it executes it. Code that it has translated costs nothing any
 * more; and however code has come to where it is, it is not executed without having been translated from there. A block with
 * such an instruction is given up: {@link #takeFound} says so, and once a hook is at the instruction and the translation is
 * dropped, the CPU goes on.
 */
final class PrivilegedCode {
    private static final int ICOUNT = Long.BYTES;
    private static final int SIZE = ICOUNT + Short.BYTES;
    private static final int LONGEST = 15;
    private static final int UNKNOWN = -1;
    private static final long PAGE_MASK = 0xfff;

    private final UnicornCpu cpu;
    private final UnicornNative.NewBlock translatedHook = this::translated;
    private final UnicornNative.Code reachedHook = this::reached;
    private final List<Range> ranges = new ArrayList<>();
    private final Set<Long> hooked = new TreeSet<>();
    /** Whether the engine has told of a block. */
    private boolean told;

    private Found found;
    private PrivilegedInstruction reached;

    /** A block in which there was something new. */
    record Found(long address, int size) {}

    private record Range(long first, long last) {
        boolean contains(long address) {
            return Long.compareUnsigned(address - first, last - first) <= 0;
        }
    }

    PrivilegedCode(UnicornCpu cpu) {
        this.cpu = cpu;
    }

    /** Looks, for good, at all code that is translated in a range. */
    void watch(long first, long last) {
        ranges.add(new Range(first, last));
        cpu.addHook(UnicornNative.UC_HOOK_EDGE_GENERATED, translatedHook, first, last);
    }

    /**
     * Begins a run, and forgets why an earlier one ended.
     *
     * <p>The engine tells of no block until it has executed one that did not end in an exception or a HLT. Until then each
     * run has one block before it tells, or none: the one that it begins with.
     */
    void begin(long rip) {
        found = null;
        reached = null;
        if (!told && watches(rip) && cpu.executable(rip)) {
            scan(rip, (int) (PAGE_MASK + 1 - (rip & PAGE_MASK)), UNKNOWN);
        }
    }

    private void translated(long engine, Pointer block, Pointer before, long userData) {
        told = true;
        long address = block.getLong(0);
        int size = block.getShort(SIZE) & 0xffff;
        if (scan(address, size, block.getShort(ICOUNT) & 0xffff)) {
            found = new Found(address, size);
            cpu.stop();
        }
    }

    /**
     * Puts hooks at the privileged instructions of a block; returns whether there are any that had none.
     *
     * @param instructions how many the engine has counted there
     */
    private boolean scan(long address, int size, int instructions) {
        byte[] code = cpu.see(address, size);
        boolean any = false;
        boolean bounds = boundsKnown(code, instructions);
        for (int at = 0; at < size; at += bounds ? lengthAt(code, at) : 1) {
            any |= PrivilegedInstruction.at(code, at).isPresent() && hooked.add(address + at) && hook(address + at);
        }
        return any;
    }

    private boolean hook(long address) {
        cpu.addHook(UnicornNative.UC_HOOK_CODE, reachedHook, address, address);
        return true;
    }

    /**
     * Returns whether instructions begin where they seem to. Where the engine sees others, each byte is taken for the
     * beginning of one: a hook where none begins is never called.
     */
    private static boolean boundsKnown(byte[] code, int instructions) {
        int count = 0;
        int at = 0;
        for (int length = 1; at < code.length && length != 0; at += length) {
            length = lengthAt(code, at);
            count++;
        }
        return at == code.length && count == instructions;
    }

    private static int lengthAt(byte[] code, int at) {
        return InstructionEncoding.read(code, at)
                .map(InstructionEncoding::length)
                .orElse(0);
    }

    /** Returns the instruction that the engine does not know, if it is a privileged one in a range that is watched. */
    Optional<PrivilegedInstruction> unknownAt(long address) {
        return watches(address) ? at(address) : Optional.empty();
    }

    private boolean watches(long address) {
        boolean any = false;
        for (Range range : ranges) {
            any |= range.contains(address);
        }
        return any;
    }

    private Optional<PrivilegedInstruction> at(long address) {
        return PrivilegedInstruction.at(cpu.see(address, readable(address)), 0);
    }

    /** Returns how many bytes of code may be there, of one instruction at most. */
    private int readable(long address) {
        int toEndOfPage = (int) (PAGE_MASK + 1 - (address & PAGE_MASK));
        boolean more = toEndOfPage < LONGEST && cpu.executable(address + toEndOfPage);
        return more ? LONGEST : Math.min(LONGEST, toEndOfPage);
    }

    /** The bytes may have changed since the hook was put there. The engine gives no size of what it does not know. */
    private void reached(long engine, long address, int size, long userData) {
        Optional<PrivilegedInstruction> there = at(address);
        if (there.isPresent()) {
            reached = there.get();
            cpu.stop();
        }
    }

    /** Returns the block for which the CPU was stopped before it executed anything of it, once; null where it was not. */
    Found takeFound() {
        Found taken = found;
        found = null;
        return taken;
    }

    /** Returns the instruction before which the CPU was stopped, once; null where it was not. */
    PrivilegedInstruction takeReached() {
        PrivilegedInstruction taken = reached;
        reached = null;
        return taken;
    }
}
