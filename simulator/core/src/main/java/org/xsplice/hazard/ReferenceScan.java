// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hazard;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.xsplice.asm.Instruction;
import org.xsplice.bootfile.ImageSection;
import org.xsplice.elf.Elf;

/**
 * Looks through all of a guest for what leads to some places of its text: branches with displacements of 8 and 32 bits,
 * operands relative to RIP, and pointers of 8 bytes in code and data.
 *
 * <p>Every byte is taken for the beginning of a displacement first, which takes milliseconds for a whole hypervisor. Only
 * what would lead to one of the places is disassembled then, from the beginning of its function on.
 */
final class ReferenceScan {
    /** Bytes that can follow a displacement in an instruction: an immediate of this many bytes. */
    private static final int[] IMMEDIATES = {0, 1, 2, 4};

    private static final int IMMEDIATE_MAX = 4;

    private final GuestCode code;
    private final CodeRange text;
    private final BitSet inner;
    private final BitSet starts;
    private final List<Branch> branches = new ArrayList<>();
    private final Set<Long> referredTo = new TreeSet<>();

    /**
     * Looks through the guest at once.
     *
     * @param inner addresses to which all branches are wanted
     * @param starts addresses of which it is wanted whether anything refers to them
     */
    ReferenceScan(GuestCode code, Collection<Long> inner, Collection<Long> starts) {
        this.code = code;
        this.text = code.text();
        this.inner = offsets(inner);
        this.starts = offsets(starts);
        code.ranges().forEach(this::scan);
        code.image().sections().stream().filter(s -> !s.has(Elf.SHF_EXECINSTR)).forEach(this::scanData);
    }

    /** Returns the branches found, in order of their addresses. */
    List<Branch> branches() {
        return branches;
    }

    /** Returns whether anything refers to one of the starts. */
    boolean refersTo(long start) {
        return referredTo.contains(start);
    }

    private BitSet offsets(Collection<Long> addresses) {
        BitSet offsets = new BitSet(text.bytes().length);
        addresses.stream().filter(text::contains).forEach(address -> offsets.set((int) (address - text.start())));
        return offsets;
    }

    private void scan(CodeRange range) {
        byte[] bytes = range.bytes();
        long base = range.start() - text.start();
        int before = 0;
        int opcode = 0;
        long window = first(bytes);
        for (int at = 0; at < bytes.length; at++) {
            if (range.live() && shortBranch(opcode)) {
                branch(range, at, base + at + 1 + bytes[at]);
            }
            long next = base + at + Integer.BYTES + (int) window;
            if (range.live() && nearBranch(opcode, before)) {
                branch(range, at, next);
            }
            if (next >= -IMMEDIATE_MAX && next < text.bytes().length) {
                operands(range, at, next);
            }
            operand(range, at, window - text.start());
            before = opcode;
            opcode = bytes[at] & 0xff;
            window = following(window, bytes, at);
        }
    }

    /** Returns the first eight bytes, the lowest first. */
    private static long first(byte... bytes) {
        long window = 0;
        for (int i = 0; i < Long.BYTES && i < bytes.length; i++) {
            window |= (bytes[i] & 0xffL) << 8 * i;
        }
        return window;
    }

    /** Returns the eight bytes after the first one of those at a place; there are zeros after the end. */
    private static long following(long window, byte[] bytes, int at) {
        int last = at + Long.BYTES;
        return window >>> 8 | (last < bytes.length ? (long) bytes[last] << 56 : 0);
    }

    private static boolean shortBranch(int opcode) {
        return (opcode & 0xf0) == 0x70 || opcode == 0xeb || (opcode & 0xfc) == 0xe0;
    }

    private static boolean nearBranch(int opcode, int before) {
        return opcode == 0xe8 || opcode == 0xe9 || (opcode & 0xf0) == 0x80 && before == 0x0f;
    }

    private boolean in(BitSet places, long offset) {
        return offset >= 0 && offset < text.bytes().length && places.get((int) offset);
    }

    /** Looks closer at what may be a branch that can be taken. */
    private void branch(CodeRange range, int at, long offset) {
        long target = text.start() + offset;
        boolean wanted = in(inner, offset);
        if (wanted || in(starts, offset) && !referredTo.contains(target)) {
            Optional<Instruction> found =
                    code.instructionAt(range.start() + at).filter(i -> Opcodes.branchesTo(i, target));
            if (found.isPresent()) {
                referredTo.add(target);
            }
            if (wanted) {
                found.map(instruction -> new Branch(instruction, target)).ifPresent(branches::add);
            }
        }
    }

    private void operands(CodeRange range, int at, long next) {
        for (int immediate : IMMEDIATES) {
            operand(range, at, next + immediate);
        }
    }

    /** Looks closer at what may be an operand that has one of the starts' addresses. */
    private void operand(CodeRange range, int at, long offset) {
        long target = text.start() + offset;
        if (in(starts, offset) && !referredTo.contains(target)) {
            code.instructionAt(range.start() + at)
                    .filter(i -> !Opcodes.branchesTo(i, target) && Opcodes.names(i, target))
                    .ifPresent(i -> referredTo.add(target));
        }
    }

    private void scanData(ImageSection section) {
        byte[] bytes = code.image().content(section);
        long window = first(bytes);
        for (int at = 0; at < bytes.length; at++) {
            if (in(starts, window - text.start())) {
                referredTo.add(window);
            }
            window = following(window, bytes, at);
        }
    }
}
