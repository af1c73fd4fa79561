// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.bootfile;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.elf.ElfHeader;
import org.xsplice.elf.SectionHeader;

/** What a file is, told from its own bytes; those that lie beside a hypervisor, or are mistaken for one. */
public enum FileKind {
    /** An executable for x86-64, which may be Xen's. */
    XEN_SYMS("a 64-bit ELF executable for x86-64"),
    /** What is in xen-*.gz. */
    XEN_MULTIBOOT("a 32-bit Multiboot executable"),
    /** What xen-*.efi is, and what other boot loaders are too. */
    EFI_PROGRAM("an EFI program for x86-64 (PE32+)"),

    EFI_SYMBOLS("the symbols of an EFI program (xen-*.efi.elf); that program, xen-*.efi, needs no symbol file"),
    LIVEPATCH("a live patch payload"),
    KERNEL_MODULE("a Linux kernel module (.ko)"),
    OBJECT("an object file"),
    SHARED_OBJECT("a shared object or a position-independent program"),
    CORE("a core dump"),
    VMLINUX("a Linux kernel (vmlinux)"),
    BZIMAGE("a Linux kernel (bzImage)"),
    OTHER_ELF("an ELF file for another processor than x86-64"),
    OTHER_PE("a PE program for another processor than x86-64"),
    INITRD("an initrd (a cpio archive)"),
    TAR("a tar archive"),
    DEB("a Debian package; dpkg-deb -x unpacks it"),
    ARCHIVE("a library of object files (.a)"),
    GZIP("compressed with gzip, twice; gunzip unpacks it"),
    XZ("compressed with xz, which is not unpacked here; unxz does it"),
    ZSTD("compressed with zstd, which is not unpacked here; unzstd does it"),
    BZIP2("compressed with bzip2, which is not unpacked here; bunzip2 does it"),
    LZ4("compressed with lz4, which is not unpacked here; unlz4 does it"),
    ZIP("a zip or jar archive"),
    SYMBOL_MAP("a map of symbols (.map)"),
    TEXT("text"),
    EMPTY("empty"),
    UNKNOWN("nothing that is known here");

    /** What a hypervisor is wanted as, for messages. */
    public static final String WANTED =
            "wanted is Xen for x86-64: an unstripped xen-syms, or the xen-*.gz or xen-*.efi of /boot";

    private static final int GZIP_MAGIC = 0x8b1f;
    private static final int XZ_MAGIC = 0x587a37fd;
    private static final int ZSTD_MAGIC = 0xfd2fb528;
    private static final int LZ4_MAGIC = 0x184d2204;
    private static final int LZ4_LEGACY_MAGIC = 0x184c2102;
    private static final int ZIP_MAGIC = 0x04034b50;
    private static final int MZ = 0x5a4d;
    private static final int PE = 0x4550;
    private static final int PE_POINTER = 0x3c;
    private static final int PE_MACHINE_X86_64 = 0x8664;
    private static final int PE32_PLUS = 0x20b;
    private static final int PE_OPTIONAL = 24;
    private static final int BZIMAGE_MAGIC_AT = 0x202;
    private static final int BZIMAGE_MAGIC = 0x53726448;
    private static final int TAR_MAGIC_AT = 257;

    private static final int ELFCLASS32 = 1;
    private static final int EM_386 = 3;
    private static final int ET_DYN = 3;
    private static final int ET_CORE = 4;
    private static final int MULTIBOOT_MAGIC = 0x1badb002;
    /** A Multiboot header is in the first 8 KiB, and so is what Xen puts before them. */
    private static final int MULTIBOOT_REACH = 8192 + 4096;

    private static final int TEXT_SAMPLE = 4096;
    private static final Pattern MAP_LINE = Pattern.compile("(0x)?[0-9a-fA-F]{8,16} +[A-Za-z?] +\\S+");
    private static final Set<String> MODULE_SECTIONS = Set.of(".gnu.linkonce.this_module", ".modinfo");

    /** What only a program for EFI has: its build-id, and where it may be moved. */
    private static final List<String> EFI_SECTIONS = List.of(".buildid", ".reloc");

    private final String what;

    FileKind(String what) {
        this.what = what;
    }

    /** Returns a description that fits behind "this is". */
    public String what() {
        return what;
    }

    /** Returns whether a hypervisor can be of this kind. */
    public boolean mayBeXen() {
        return this == XEN_SYMS || this == XEN_MULTIBOOT || this == EFI_PROGRAM;
    }

    /** Tells what a file is. */
    public static FileKind of(ElfBytes file) {
        if (file.length() == 0) {
            return EMPTY;
        }
        return file.u32(0) == ElfHeader.MAGIC
                ? elf(file)
                : program(file).or(() -> packed(file)).or(() -> archive(file)).orElseGet(() -> text(file));
    }

    private static FileKind elf(ElfBytes file) {
        ElfHeader header = ElfHeader.read(file);
        if (header.eiClass() == ELFCLASS32 && header.machine() == EM_386 && header.type() == Elf.ET_EXEC) {
            return isMultiboot(file) ? XEN_MULTIBOOT : OTHER_ELF;
        }
        if (header.eiClass() != Elf.ELFCLASS64
                || header.eiData() != Elf.ELFDATA2LSB
                || header.machine() != Elf.EM_X86_64) {
            return OTHER_ELF;
        }
        return switch (header.type()) {
            case Elf.ET_EXEC -> executable(file, header);
            case Elf.ET_REL -> object(file, header);
            case ET_DYN -> SHARED_OBJECT;
            case ET_CORE -> CORE;
            default -> UNKNOWN;
        };
    }

    private static FileKind executable(ElfBytes file, ElfHeader header) {
        if (hasSection(file, header, name -> name.equals("__ksymtab"))) {
            return VMLINUX;
        }
        boolean efi = EFI_SECTIONS.stream().allMatch(wanted -> hasSection(file, header, wanted::equals));
        return efi ? EFI_SYMBOLS : XEN_SYMS;
    }

    private static FileKind object(ElfBytes file, ElfHeader header) {
        if (hasSection(file, header, name -> name.startsWith(".livepatch.") || name.startsWith(".xsplice."))) {
            return LIVEPATCH;
        }
        return hasSection(file, header, MODULE_SECTIONS::contains) ? KERNEL_MODULE : OBJECT;
    }

    private static boolean hasSection(ElfBytes file, ElfHeader header, java.util.function.Predicate<String> wanted) {
        SectionHeader names = section(file, header, header.shstrndx());
        for (int i = 1; i < header.shnum(); i++) {
            long name = Integer.toUnsignedLong(section(file, header, i).name());
            if (wanted.test(file.string(names.offset() + name, 64))) {
                return true;
            }
        }
        return false;
    }

    private static SectionHeader section(ElfBytes file, ElfHeader header, int index) {
        return SectionHeader.read(file, header.shoff() + (long) index * header.shentsize());
    }

    private static boolean isMultiboot(ElfBytes file) {
        for (int at = 0; at < MULTIBOOT_REACH; at += 4) {
            if (file.u32(at) == MULTIBOOT_MAGIC) {
                return true;
            }
        }
        return false;
    }

    private static Optional<FileKind> program(ElfBytes file) {
        if (file.u32(BZIMAGE_MAGIC_AT) == BZIMAGE_MAGIC) {
            return Optional.of(BZIMAGE);
        }
        long header = Integer.toUnsignedLong(file.u32(PE_POINTER));
        if (file.u16(0) != MZ || file.u32(header) != PE) {
            return Optional.empty();
        }
        boolean fits = file.u16(header + 4) == PE_MACHINE_X86_64 && file.u16(header + PE_OPTIONAL) == PE32_PLUS;
        return Optional.of(fits ? EFI_PROGRAM : OTHER_PE);
    }

    private static Optional<FileKind> packed(ElfBytes file) {
        if (file.u16(0) == GZIP_MAGIC) {
            return Optional.of(GZIP);
        }
        return Optional.ofNullable(
                switch (file.u32(0)) {
                    case XZ_MAGIC -> XZ;
                    case ZSTD_MAGIC -> ZSTD;
                    case LZ4_MAGIC, LZ4_LEGACY_MAGIC -> LZ4;
                    case ZIP_MAGIC -> ZIP;
                    default -> file.string(0, 3).equals("BZh") ? BZIP2 : null;
                });
    }

    private static Optional<FileKind> archive(ElfBytes file) {
        String start = file.string(0, 21);
        if (start.startsWith("070701") || start.startsWith("070702") || start.startsWith("070707")) {
            return Optional.of(INITRD);
        }
        if (start.startsWith("!<arch>\n")) {
            return Optional.of(start.endsWith("debian-binary") ? DEB : ARCHIVE);
        }
        return file.string(TAR_MAGIC_AT, 5).equals("ustar") ? Optional.of(TAR) : Optional.empty();
    }

    private static FileKind text(ElfBytes file) {
        String start = file.string(0, TEXT_SAMPLE);
        if (start.length() < Math.min(TEXT_SAMPLE, file.length())
                || !start.chars().allMatch(FileKind::isText)) {
            return UNKNOWN;
        }
        return MAP_LINE.matcher(start.lines().findFirst().orElse("")).matches() ? SYMBOL_MAP : TEXT;
    }

    private static boolean isText(int c) {
        return c >= ' ' && c != 0x7f || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    }
}
