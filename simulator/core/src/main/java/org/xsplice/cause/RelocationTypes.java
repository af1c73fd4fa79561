// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cause;

import static org.xsplice.text.Formats.format;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.mend.Evidence;

/** A compiler or an assembler made relocations that the hypervisor does not do, and an option keeps it from that. */
final class RelocationTypes {
    private static final String GOT = "_GLOBAL_OFFSET_TABLE_";
    /** {@code R_X86_64_GOTOFF64}, {@code GOT64}, {@code GOTPCREL64}, {@code GOTPC64}, {@code GOTPLT64}, {@code PLTOFF64}. */
    private static final Set<Long> LARGE = Set.of(25L, 27L, 28L, 29L, 30L, 31L);
    /** {@code R_X86_64_GOTPC32} is how the table itself is found. */
    private static final Set<Long> THROUGH_TABLE =
            Set.of((long) Elf.R_X86_64_GOT32, (long) Elf.R_X86_64_GOTPCREL, 26L, (long) Elf.R_X86_64_GOTPCRELX, (long)
                    Elf.R_X86_64_REX_GOTPCRELX);

    private static final Set<Long> ABSOLUTE = Set.of((long) Elf.R_X86_64_32, (long) Elf.R_X86_64_32S);
    /** No operand of an instruction that refers to a symbol is so far from it. */
    private static final long ADDEND_FAR = 256;
    /** A field of four bytes at the end of an instruction is four bytes before the next one. */
    private static final long USUAL_ADDEND = -4;

    private RelocationTypes() {}

    static Optional<Cause> cause(Stopped stopped) {
        return switch (stopped.check()) {
            case RELOCATION_TYPE -> stopped.relocation().flatMap(place -> ofType(stopped, place));
            case RELOCATION_STN_UNDEF -> stopped.relocation().flatMap(RelocationTypes::withoutSymbol);
            case SYMBOL_KNOWN -> stopped.wantedName().equals(GOT) ? Optional.of(table(stopped)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Cause> ofType(Stopped stopped, Stopped.Place place) {
        long type = place.entry().type();
        String section = stopped.evidence().sectionName(place.base());
        if (section.equals(".sframe")) {
            return Optional.of(Cause.rebuild(
                    "the assembler added stack trace data (.sframe), whose relocations are R_X86_64_PC64",
                    "assemble with -Wa,--gsframe=no, or remove .sframe and .rela.sframe with objcopy -R"));
        }
        if (LARGE.contains(type)) {
            return Optional.of(large());
        }
        if (ABSOLUTE.contains(type)) {
            return Optional.of(Cause.rebuild(
                    format(
                            "the compiler put addresses of 32 bits into %s: -fno-pic, or -mcmodel=kernel",
                            section.isEmpty() ? "the code" : section),
                    "compile with -fPIC and -fvisibility=hidden, and without -mcmodel"));
        }
        return THROUGH_TABLE.contains(type) ? Optional.of(table(stopped)) : Optional.empty();
    }

    private static Cause large() {
        return Cause.rebuild(
                "the code was compiled for the large code model (-mcmodel=large)",
                "compile without -mcmodel, with -fPIC and -fvisibility=hidden");
    }

    /** The code goes through a table of addresses that only a linker of programs makes. */
    private static Cause table(Stopped stopped) {
        List<Stopped.Place> places = stopped.relocations().toList();
        if (places.stream().anyMatch(place -> LARGE.contains(place.entry().type()))) {
            return large();
        }
        boolean calls = places.stream()
                .filter(place -> THROUGH_TABLE.contains(place.entry().type()))
                .anyMatch(place -> indirectBranch(stopped.evidence(), place));
        return calls
                ? Cause.rebuild(
                        "the code calls through a global offset table: it was compiled with -fno-plt",
                        "compile without -fno-plt and with -fvisibility=hidden")
                : Cause.rebuild(
                        "the code uses a global offset table: it was compiled without hidden visibility",
                        "compile with -fPIC and -fvisibility=hidden; that holds for definitions only, so declare what "
                                + "is external below #pragma GCC visibility push(hidden)");
    }

    /** Returns whether a relocation is that of {@code call *TABLE(%rip)} or {@code jmp *TABLE(%rip)}. */
    private static boolean indirectBranch(Evidence evidence, Stopped.Place place) {
        ElfBytes file = evidence.file();
        long at = evidence.section(place.base()).offset() + place.entry().offset();
        int form = file.u8(at - 1);
        return file.u8(at - 2) == 0xff && (form == 0x15 || form == 0x25);
    }

    private static Optional<Cause> withoutSymbol(Stopped.Place place) {
        boolean address = Math.abs(place.entry().addend()) >= ADDEND_FAR;
        return place.entry().symbol() == Elf.STN_UNDEF && address
                ? Optional.of(Cause.rebuild(
                        format(
                                "the code refers to the address 0x%x itself, and not to a symbol",
                                place.entry().addend() - (wide(place) ? 0 : USUAL_ADDEND)),
                        "refer to the function or variable by its name"))
                : Optional.empty();
    }

    private static boolean wide(Stopped.Place place) {
        return place.entry().type() == Elf.R_X86_64_64;
    }
}
