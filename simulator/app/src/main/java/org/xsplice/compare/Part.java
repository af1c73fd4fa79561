// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.compare;

import org.xsplice.elf.Elf;
import org.xsplice.elf.build.Address;
import org.xsplice.elf.build.ExpectedBytes;
import org.xsplice.elf.build.FunctionEntry;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.elf.build.ObjectSymbol;
import org.xsplice.elf.build.SymbolRef;
import org.xsplice.hypervisor.Symbol;
import org.xsplice.profile.HookKind;

/** Something that a payload may have. */
sealed interface Part {
    /**
     * Adds it.
     *
     * @param number of the part in its payload, from 0: names are made of it
     */
    void addTo(Draft draft, int number);

    /** How a payload tells the old function. */
    enum By {
        NAME,
        ADDRESS,
        SYMBOL
    }

    /**
     * A function that takes another one's place.
     *
     * @param function which one of the target's
     * @param oldSizeMore what {@code old_size} is more than the old function's size
     */
    record Replacement(int function, By by, int oldSizeMore, Code code, ExpectedBytes expectation) implements Part {
        @Override
        public void addTo(Draft draft, int number) {
            Symbol old = old(draft, function);
            SymbolRef added = code.add(draft, "patch_" + number);
            draft.builder()
                    .function(new FunctionEntry(
                            old.name(),
                            new Address.Of(added, 0),
                            old(draft, old, by),
                            code.size(),
                            (int) old.size() + oldSizeMore,
                            expectation));
        }
    }

    /**
     * NOPs at the begin of a function.
     *
     * @param length how many bytes
     */
    record Nops(int function, By by, int length, ExpectedBytes expectation) implements Part {
        @Override
        public void addTo(Draft draft, int number) {
            Symbol old = old(draft, function);
            draft.builder()
                    .function(new FunctionEntry(
                            old.name(),
                            Address.NULL,
                            old(draft, old, by),
                            length,
                            Math.max((int) old.size(), Math.min(length, 31)),
                            expectation));
        }
    }

    /** A hook. */
    record Hook(HookKind kind, Code code) implements Part {
        @Override
        public void addTo(Draft draft, int number) {
            draft.builder().hook(kind, code.add(draft, "hook_" + number));
        }
    }

    /** Data: zeros that take no room in the file, or bytes that do. */
    record Data(boolean zeros, boolean writable, int size, int align) implements Part {
        @Override
        public void addTo(Draft draft, int number) {
            long flags = Elf.SHF_ALLOC | (writable ? Elf.SHF_WRITE : 0);
            String name = (zeros ? ".bss." : writable ? ".data." : ".rodata.") + number;
            draft.builder()
                    .object()
                    .section(
                            zeros
                                    ? ObjectSection.nobits(name, flags, align, size)
                                    : ObjectSection.progbits(name, flags, align, new byte[size]));
        }
    }

    /**
     * A symbol that others may use.
     *
     * @param name whole where it is to meet others, else made this payload's own
     */
    record Provided(String name, boolean local) implements Part {
        @Override
        public void addTo(Draft draft, int number) {
            int section = draft.builder()
                    .object()
                    .section(ObjectSection.progbits(
                            ".data.provided." + number, Elf.SHF_ALLOC | Elf.SHF_WRITE, 8, new byte[8]));
            if (local) {
                draft.builder().object().symbol(ObjectSymbol.file("compare/" + number + ".c"));
            }
            draft.builder()
                    .object()
                    .symbol(
                            local
                                    ? ObjectSymbol.local(name, Elf.STT_OBJECT, section, 0, 8)
                                    : ObjectSymbol.global(name, Elf.STT_OBJECT, section, 0, 8));
        }
    }

    /**
     * A reference to a symbol that somebody else has.
     *
     * @param type {@code R_X86_64_} value
     */
    record Reference(String symbol, int type, long addend) implements Part {
        @Override
        public void addTo(Draft draft, int number) {
            int section = draft.builder()
                    .object()
                    .section(ObjectSection.progbits(".rodata.reference." + number, Elf.SHF_ALLOC, 8, new byte[16]));
            SymbolRef undefined = draft.builder().object().symbol(ObjectSymbol.undefined(symbol));
            draft.builder().object().relocate(section, 8, type, undefined, addend);
        }
    }

    /** A named change of the file that is made last. */
    record Change(String name) implements Part {
        @Override
        public void addTo(Draft draft, int number) {
            draft.change(name);
        }
    }

    private static Symbol old(Draft draft, int function) {
        return draft.target()
                .functions()
                .get(function % draft.target().functions().size());
    }

    private static Address old(Draft draft, Symbol old, By by) {
        return switch (by) {
            case NAME -> Address.NULL;
            case ADDRESS -> new Address.At(old.address());
            case SYMBOL -> new Address.Of(draft.builder().object().symbol(ObjectSymbol.undefined(old.name())), 0);
        };
    }
}
