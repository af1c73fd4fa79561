// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import static org.xsplice.text.Formats.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.xsplice.bootfile.BadBootFileException;
import org.xsplice.bootfile.BootFile;
import org.xsplice.bootfile.Boundaries;
import org.xsplice.bootfile.FileKind;
import org.xsplice.bootfile.ImageSection;
import org.xsplice.bootfile.OwnSymbol;
import org.xsplice.bootfile.OwnSymbolTable;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.event.ByteString;
import org.xsplice.input.InputFile;
import org.xsplice.input.InputKind;

/**
 * A hypervisor, read and found usable, not yet in memory: an unstripped executable (xen-syms), or the file that is booted
 * (xen-*.gz, xen-*.efi), which has the same names in a table of its own.
 *
 * @param kind what its file is
 * @param file what the offsets of the sections count in: its file, or, of a file that is booted, what that has in memory
 * @param sections its allocated sections, in file order
 * @param note where its note, or its CodeView record, has the build-id
 */
public record HypervisorImage(
        FileKind kind, ElfBytes file, List<ImageSection> sections, SymbolTable symbols, OwnBuildId note) {
    /**
     * A build-id.
     *
     * @param address where the descriptor is in memory
     */
    public record OwnBuildId(ByteString id, long address) {}

    private static final String LIVEPATCH_OP = "livepatch_op";

    /**
     * Reads an image for a host, gzipped or not.
     *
     * @throws ImageException if it is no Xen for x86-64 with a build-id and names, or is one without live patching
     * @throws IOException if the file cannot be read, as {@link InputFile#problem} tells
     */
    public static HypervisorImage open(Path path) throws IOException {
        return parse(path.toString(), InputFile.unpacked(path, InputKind.IMAGE));
    }

    /**
     * Reads an image to look at, gzipped or not: also one without live patching, of which the sections may be unknown.
     *
     * @throws ImageException if it is no Xen for x86-64 with a build-id and names
     * @throws IOException if the file cannot be read, as {@link InputFile#problem} tells
     */
    public static HypervisorImage lookAt(Path path) throws IOException {
        return look(path.toString(), InputFile.unpacked(path, InputKind.IMAGE));
    }

    /**
     * Reads an image from memory, for a host.
     *
     * @param name what errors call it
     * @throws ImageException as {@link #open}
     */
    public static HypervisorImage parse(String name, byte[] bytes) {
        HypervisorImage image = look(name, bytes);
        if (image.isXen() && !image.hasLivePatching()) {
            throw new ImageException(name + ": this Xen was built without live patching (it has no " + LIVEPATCH_OP
                    + "), so no payload can be loaded into it");
        }
        return image;
    }

    /**
     * Reads an image from memory, to look at.
     *
     * @param name what errors call it
     * @throws ImageException as {@link #lookAt}
     */
    public static HypervisorImage look(String name, byte[] bytes) {
        ElfBytes file = new ElfBytes(bytes);
        FileKind kind = FileKind.of(file);
        if (!kind.mayBeXen()) {
            throw new ImageException(name + ": this is " + kind.what() + "; " + FileKind.WANTED);
        }
        return kind == FileKind.XEN_SYMS ? new XenSyms(name, file).read() : ofBootFile(name, kind, file);
    }

    private static HypervisorImage ofBootFile(String name, FileKind kind, ElfBytes file) {
        try {
            BootFile boot = BootFile.read(kind, file);
            List<OwnSymbol> own = OwnSymbolTable.read(boot.content());
            BootFile.IdNote note = boot.note().orElseThrow(() -> XenSyms.noBuildId(name));
            return new HypervisorImage(
                    kind,
                    boot.content().bytes(),
                    Boundaries.sections(boot, own),
                    SymbolTable.of(own),
                    new OwnBuildId(note.id(), note.idAddress()));
        } catch (BadBootFileException e) {
            throw new ImageException(name + ": this is " + kind.what() + ", but not one that can be used: "
                    + e.getMessage() + "; " + FileKind.WANTED);
        }
    }

    /** Returns whether this is Xen, and not a hypervisor that was made for trials. */
    public boolean isXen() {
        return symbols.plain("__start_xen").isPresent();
    }

    /** Returns whether it can be patched while it runs. */
    public boolean hasLivePatching() {
        return symbols.plain(LIVEPATCH_OP).isPresent();
    }

    /** Returns the build-id: what a payload for this hypervisor depends on. */
    public ByteString buildId() {
        return note.id();
    }

    /** Returns where the build-id is in memory. */
    public long buildIdAddress() {
        return note.address();
    }

    /**
     * Returns what the file has of a section: all of it, or nothing where it only takes room in memory.
     *
     * @param section one of {@link #sections}
     */
    public byte[] content(ImageSection section) {
        boolean inFile = section.type() != Elf.SHT_NULL && section.type() != Elf.SHT_NOBITS;
        return inFile ? file.slice(section.offset(), (int) section.size()) : new byte[0];
    }

    /**
     * Returns bytes of the file, which are those before the hypervisor boots.
     *
     * @param address where they are linked to
     * @throws ImageException if they are in no section
     */
    public byte[] bytesAt(long address, int size) {
        return find(address, size)
                .orElseThrow(() -> new ImageException(format("%016x is in no section of the image", address)));
    }

    /**
     * Finds bytes of the file, as {@link #bytesAt}; nothing where they are in no section.
     *
     * @param size at most what the caller has bounded: so much memory is taken
     */
    public Optional<byte[]> find(long address, int size) {
        return sections.stream()
                .filter(s -> Long.compareUnsigned(address - s.addr(), s.size()) < 0)
                .findFirst()
                .map(section -> file.slice(section.offset() + address - section.addr(), size));
    }
}
