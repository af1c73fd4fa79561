// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.xen;

import static org.xsplice.text.Formats.format;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xsplice.asm.CapstoneDisassembler;
import org.xsplice.asm.Disassembler;
import org.xsplice.asm.Instruction;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.machine.Memory;

/**
 * Where a build's {@code struct payload} (xen/include/xen/livepatch.h) has what is asked of it here, in bytes. Read from its
 * own code: from livepatch_symbols_lookup, and from where a payload's region is registered.
 *
 * @param region its {@code struct virtual_region}
 * @param symtab pointer to its symbols
 * @param nsyms their number
 * @param name NUL-terminated
 */
record PayloadOffsets(int region, int symtab, int nsyms, int name) {
    private static final Pattern FIELD = Pattern.compile("\\w+, (dword|qword) ptr \\[(\\w+) \\+ (0x[0-9a-f]+|\\d+)\\]");
    private static final Pattern ADDRESS = Pattern.compile("(\\w+), \\[(\\w+) \\+ (0x[0-9a-f]+|\\d+)\\]");

    /**
     * Reads the code.
     *
     * @throws UnknownBuildException if an offset cannot be found; it says which
     */
    static PayloadOffsets of(HypervisorImage image) {
        try (Disassembler disassembler = new CapstoneDisassembler()) {
            BuildSymbols symbols = new BuildSymbols(image);
            List<Instruction> lookup = symbols.code(disassembler, "livepatch_symbols_lookup");
            int counted = index(lookup, 0, "dword");
            if (counted < 0) {
                throw unreadable("payload->nsyms", "livepatch_symbols_lookup");
            }
            Matcher nsyms = FIELD.matcher(lookup.get(counted).operands());
            int loaded = index(lookup, counted, "qword");
            if (!nsyms.matches() || loaded < 0) {
                throw unreadable("payload->symtab", "livepatch_symbols_lookup");
            }
            Matcher symtab = FIELD.matcher(lookup.get(loaded).operands());
            String payload = nsyms.group(2);
            boolean same = symtab.matches() && symtab.group(2).equals(payload);
            if (!same) {
                throw unreadable("payload->symtab", "livepatch_symbols_lookup");
            }
            return new PayloadOffsets(
                            region(symbols, disassembler),
                            Integer.decode(symtab.group(3)),
                            Integer.decode(nsyms.group(3)),
                            name(lookup, payload))
                    .verified();
        }
    }

    /** Returns the index of the first load of a field of a width from a place on, or -1. */
    private static int index(List<Instruction> code, int from, String width) {
        for (int i = from; i < code.size(); i++) {
            Matcher field = FIELD.matcher(code.get(i).operands());
            if (code.get(i).mnemonic().equals("mov")
                    && field.matches()
                    && field.group(1).equals(width)) {
                return i;
            }
        }
        return -1;
    }

    /** The name goes to the buffer as the second argument of a copy. */
    private static int name(List<Instruction> lookup, String payload) {
        for (Instruction instruction : lookup) {
            Matcher address = ADDRESS.matcher(instruction.operands());
            boolean found = instruction.mnemonic().equals("lea")
                    && address.matches()
                    && address.group(1).equals("rsi")
                    && address.group(2).equals(payload);
            if (found) {
                return Integer.decode(address.group(3));
            }
        }
        throw unreadable("payload->name", "livepatch_symbols_lookup");
    }

    /** A region is registered once its payload has been loaded; before a57b4074ab, once it has been applied. */
    private static int region(BuildSymbols symbols, Disassembler disassembler) {
        String call = "0x" + Long.toHexString(symbols.require("register_virtual_region"));
        for (String function : List.of("livepatch_op", symbols.rendezvous())) {
            int offset = -1;
            for (Instruction instruction : symbols.code(disassembler, function)) {
                Matcher address = ADDRESS.matcher(instruction.operands());
                if (instruction.mnemonic().equals("lea")
                        && address.matches()
                        && address.group(1).equals("rdi")) {
                    offset = Integer.decode(address.group(3));
                }
                if (instruction.mnemonic().equals("call")
                        && instruction.operands().equals(call)
                        && offset >= 0) {
                    return offset;
                }
            }
        }
        throw unreadable("payload->region", "livepatch_op");
    }

    private static UnknownBuildException unreadable(String what, String function) {
        return new UnknownBuildException("the offset of " + what + " cannot be read from its " + function);
    }

    private PayloadOffsets verified() {
        for (int offset : new int[] {region, symtab, nsyms, name}) {
            if (offset <= 0 || offset >= Memory.PAGE_SIZE || offset % Integer.BYTES != 0) {
                throw new UnknownBuildException(
                        format("its struct payload cannot have a field at %d: %s", offset, this));
            }
        }
        return this;
    }
}
