// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cause;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.xsplice.bootfile.FileKind;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.elf.ElfHeader;
import org.xsplice.mend.Evidence;
import org.xsplice.refusal.Check;

/** The file is no payload, or not the one of two that has the code, or one for another processor. */
final class OtherFile {
    private static final int CLASS_32 = 1;
    /** The processors that Xen runs on, and those that others may confuse with them. */
    private static final Map<Integer, String> MACHINES =
            Map.of(3, "32-bit x86", 21, "PowerPC", 40, "32-bit Arm", 183, "64-bit Arm (AArch64)", 243, "RISC-V");

    private static final Set<Integer> MACHINES_32 = Set.of(3, 40);

    private OtherFile() {}

    static Optional<Cause> cause(Stopped stopped) {
        return is(stopped.evidence().file()).or(() -> half(stopped));
    }

    /** Tells what a file is that is no payload. */
    static Optional<Cause> is(ElfBytes file) {
        return switch (FileKind.of(file)) {
            case LIVEPATCH, UNKNOWN -> Optional.empty();
            case OTHER_ELF -> otherProcessor(file);
            case OBJECT, KERNEL_MODULE -> object(file);
            case GZIP -> no("compressed with gzip", "unpack it first: gunzip FILE");
            case XZ, ZSTD, BZIP2, LZ4 -> no("compressed", "unpack it first");
            case XEN_SYMS, XEN_MULTIBOOT, EFI_PROGRAM ->
                program(file, "give a payload; a hypervisor goes behind --guest");
            case SHARED_OBJECT, CORE, VMLINUX -> program(file, "give the .livepatch file");
            default -> no(FileKind.of(file).what(), "give the .livepatch file");
        };
    }

    private static Optional<Cause> no(String what, String advice) {
        return Optional.of(Cause.rebuild("this is " + what + ", not a payload", advice));
    }

    /** A payload whose e_type was damaged still has its sections. */
    private static Optional<Cause> program(ElfBytes file, String advice) {
        return ElfHeader.read(file).phnum() == 0 && names(file, ".livepatch.", ".xsplice.")
                ? Optional.empty()
                : no(FileKind.of(file).what(), advice);
    }

    private static Optional<Cause> otherProcessor(ElfBytes file) {
        ElfHeader header = ElfHeader.read(file);
        String processor = MACHINES.get(header.machine());
        boolean fits = MACHINES_32.contains(header.machine()) == (header.eiClass() == CLASS_32);
        return processor == null || !fits
                ? Optional.empty()
                : Optional.of(Cause.rebuild(
                        "this is " + (names(file, ".livepatch.") ? "a payload" : "a file") + " for " + processor
                                + ", and the hypervisor is for x86-64",
                        "build the payload for x86-64"));
    }

    /** A payload whose section names are damaged still has them somewhere. */
    private static Optional<Cause> object(ElfBytes file) {
        if (names(file, ".kpatch.", ".klp.rela.")) {
            return no("a live patch for Linux (kpatch)", "give a payload that was built for Xen");
        }
        return !whole(file) || names(file, ".livepatch", ".xsplice")
                ? Optional.empty()
                : no(FileKind.of(file).what(), "give what a builder of live patches for Xen makes of such files");
    }

    /** Returns whether the sections and their names are in the file: of a copy that was cut short, nobody knows. */
    private static boolean whole(ElfBytes file) {
        Evidence evidence = new Evidence(file);
        int names = evidence.header().shstrndx();
        return evidence.sectionCount() == evidence.header().shnum()
                && names > 0
                && names < evidence.sectionCount()
                && evidence.section(names).type() == Elf.SHT_STRTAB
                && evidence.whole(names);
    }

    private static boolean names(ElfBytes file, String... wanted) {
        String all = new String(file.slice(0, file.length()), StandardCharsets.ISO_8859_1);
        return Stream.of(wanted).anyMatch(all::contains);
    }

    private static Optional<Cause> half(Stopped stopped) {
        Evidence evidence = stopped.evidence();
        int functions = stopped.functionSection();
        boolean debug = functions != 0
                && evidence.section(functions).type() == Elf.SHT_NOBITS
                && evidence.sections().allMatch(i -> empty(evidence, i));
        if (debug) {
            return Optional.of(Cause.rebuild(
                    "this is the debug half of a payload (objcopy --only-keep-debug): it has no code",
                    "give the payload that it was split from"));
        }
        boolean stripped = stopped.check() == Check.SYMBOL_TABLE_PRESENT
                && evidence.first(i -> evidence.sectionName(i).equals(".symtab"))
                        .isEmpty();
        return stripped
                ? Optional.of(Cause.rebuild(
                        "the payload was stripped, and has no symbols any more",
                        "give the payload as it was built; of it, strip -g may only take the debug information"))
                : Optional.empty();
    }

    private static boolean empty(Evidence evidence, int section) {
        int type = evidence.section(section).type();
        return !evidence.section(section).has(Elf.SHF_ALLOC)
                || type == Elf.SHT_NOBITS
                || type == Elf.SHT_NOTE
                || evidence.section(section).size() == 0;
    }
}
