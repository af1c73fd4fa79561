// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.recognition;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.xsplice.elf.ElfBytes;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.hypervisor.SymbolTable;

/** What can be read of an image without running or disassembling it: functions as bytes, strings, symbols. */
final class ImageCode {
    private static final String COLD = ".cold";
    /** No function that is looked at is longer, in bytes. */
    private static final int LONGEST = 1 << 16;

    private static final int CALL = 0xe8;
    private static final int JUMP = 0xe9;

    private final HypervisorImage image;
    private final SymbolTable symbols;
    private final List<byte[]> readOnly;

    ImageCode(HypervisorImage image) {
        this.image = image;
        symbols = image.symbols();
        readOnly = readOnly(image);
    }

    /**
     * A piece of code.
     *
     * @param address of the first byte
     */
    record Code(long address, ElfBytes bytes) {
        int length() {
            return bytes.length();
        }

        /** Returns where a 32-bit displacement, which is the last part of an instruction, leads to. */
        long target(int displacement) {
            return address + displacement + Integer.BYTES + bytes.u32(displacement);
        }
    }

    boolean has(String symbol) {
        return symbols.plain(symbol).isPresent();
    }

    Optional<Long> address(String symbol) {
        return symbols.plain(symbol);
    }

    /** Returns a function's code, and the part that the compiler has put elsewhere; nothing where there is no such function. */
    List<Code> function(String name) {
        List<Code> parts = new ArrayList<>();
        for (String part : List.of(name, name + COLD)) {
            symbols.plain(part).flatMap(this::code).ifPresent(parts::add);
        }
        return parts;
    }

    private Optional<Code> code(long address) {
        int size = symbols.covering(address).map(s -> s.sizeUpTo(LONGEST)).orElse(0);
        return image.find(address, size).map(bytes -> new Code(address, new ElfBytes(bytes)));
    }

    /** Returns whether a text is in the image's read-only data. */
    boolean contains(String text) {
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        return readOnly.stream().anyMatch(data -> contains(data, wanted));
    }

    private static boolean contains(byte[] data, byte[] wanted) {
        for (int at = 0; at <= data.length - wanted.length; at++) {
            if (data[at] == wanted[0] && Arrays.equals(data, at, at + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }

    /** Their flags do not tell: the linker joins sections of several kinds, and then they claim to be writable. */
    private static List<byte[]> readOnly(HypervisorImage image) {
        Optional<Long> start = image.symbols().plain("_srodata");
        Optional<Long> end = image.symbols().plain("_erodata");
        if (start.isEmpty() || end.isEmpty()) {
            return List.of();
        }
        long size = end.get() - start.get();
        return image.sections().stream()
                .filter(section -> Long.compareUnsigned(section.addr() - start.get(), size) < 0)
                .map(image::content)
                .toList();
    }

    /** Returns the names of the functions that call another one, of those that are asked about. */
    List<String> callersOf(String function, List<String> asked) {
        Optional<Long> wanted = symbols.plain(function);
        return asked.stream()
                .filter(caller ->
                        wanted.isPresent() && function(caller).stream().anyMatch(code -> calls(code, wanted.get()) > 0))
                .toList();
    }

    /** Counts the calls, and jumps, from a function to another one. */
    int calls(String from, String to) {
        Optional<Long> wanted = symbols.plain(to);
        return wanted.isEmpty()
                ? 0
                : function(from).stream()
                        .mapToInt(code -> calls(code, wanted.get()))
                        .sum();
    }

    private static int calls(Code code, long wanted) {
        int calls = 0;
        for (int at = 0; at + 1 + Integer.BYTES <= code.length(); at++) {
            int opcode = code.bytes().u8(at);
            if ((opcode == CALL || opcode == JUMP) && code.target(at + 1) == wanted) {
                calls++;
            }
        }
        return calls;
    }
}
