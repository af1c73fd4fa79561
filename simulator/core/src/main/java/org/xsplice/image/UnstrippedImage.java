// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.xsplice.bootfile.ImageSection;
import org.xsplice.bootfile.OwnSymbol;
import org.xsplice.elf.Elf;
import org.xsplice.elf.build.Executable;
import org.xsplice.elf.build.GnuNote;
import org.xsplice.elf.build.ObjectSymbol;
import org.xsplice.event.ByteString;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.hypervisor.ImageException;

/**
 * Writes an image as an unstripped ELF executable: its sections, all names of the table that it carries, and its build-id
 * as a note, also where the image has a CodeView record in that place.
 */
public final class UnstrippedImage {
    private static final String NOTE = ".note.gnu.build-id";
    private static final int NOP = 0x90;
    /** Functions are aligned to 16 bytes. */
    private static final int FILL_MAX = 15;

    private static final int SECTION_MAX = 64 << 20;

    private final HypervisorImage image;
    private final List<ImageSection> sections;

    private UnstrippedImage(HypervisorImage image) {
        this.image = image;
        sections = image.sections().stream()
                .filter(s -> Long.compareUnsigned(s.size(), SECTION_MAX) <= 0)
                .toList();
    }

    /**
     * Returns the file.
     *
     * @throws ImageException if the image carries no table of names
     */
    public static byte[] of(HypervisorImage image) {
        if (image.symbols().own().isEmpty()) {
            throw new ImageException("the image carries no symbol table of its own; its file is unstripped already");
        }
        return new UnstrippedImage(image).executable().write();
    }

    private Executable executable() {
        long entry = sections.stream()
                .filter(s -> s.has(Elf.SHF_EXECINSTR))
                .mapToLong(ImageSection::addr)
                .findFirst()
                .orElse(0);
        return new Executable(entry, sections.stream().map(this::part).toList(), symbols());
    }

    private Executable.Part part(ImageSection section) {
        boolean holdsId = image.buildIdAddress() - section.addr() >= 0
                && image.buildIdAddress() - section.addr() < section.size()
                && section.type() == Elf.SHT_NOTE;
        byte[] content = section.type() == Elf.SHT_NOBITS
                ? new byte[0]
                : holdsId
                        ? GnuNote.buildId(image.buildId()).encode()
                        : image.file().slice(section.offset(), (int) section.size());
        return new Executable.Part(
                holdsId ? NOTE : section.name(),
                section.type(),
                section.flags(),
                section.addr(),
                ByteString.of(content),
                section.type() == Elf.SHT_NOBITS ? section.size() : content.length);
    }

    /** Local symbols come first, those of a source behind its name. */
    private List<ObjectSymbol> symbols() {
        Map<String, List<OwnSymbol>> local = new TreeMap<>();
        List<ObjectSymbol> global = new ArrayList<>();
        for (OwnSymbol symbol : image.symbols().own()) {
            if (symbol.isLocal()) {
                local.computeIfAbsent(symbol.source(), source -> new ArrayList<>())
                        .add(symbol);
            } else {
                global.add(symbol(symbol, Elf.STB_GLOBAL));
            }
        }
        List<ObjectSymbol> all = new ArrayList<>();
        local.forEach((source, symbols) -> {
            if (!source.isEmpty()) {
                all.add(ObjectSymbol.file(source));
            }
            symbols.forEach(symbol -> all.add(symbol(symbol, Elf.STB_LOCAL)));
        });
        all.addAll(global);
        return all;
    }

    private ObjectSymbol symbol(OwnSymbol symbol, int bind) {
        int type = symbol.isText() ? Elf.STT_FUNC : Elf.STT_OBJECT;
        return new ObjectSymbol(
                symbol.bareName(), bind, type, sectionOf(symbol.address()), symbol.address(), sizeOf(symbol));
    }

    /** Returns a symbol's size without what the linker fills up to the next function. */
    private long sizeOf(OwnSymbol symbol) {
        int index = sectionOf(symbol.address());
        if (!symbol.isText() || index == Elf.SHN_ABS || symbol.size() > Integer.MAX_VALUE) {
            return symbol.size();
        }
        ImageSection section = sections.get(index - 1);
        long offset = symbol.address() - section.addr();
        long size = Math.max(0, Math.min(symbol.size(), section.size() - offset));
        int fill = 0;
        while (fill < FILL_MAX
                && fill + 1 < size
                && image.file().u8(section.offset() + offset + size - fill - 1) == NOP) {
            fill++;
        }
        return size - fill;
    }

    /** Returns the index of the section that an address is in, or at whose end it is. */
    private int sectionOf(long address) {
        int atEnd = Elf.SHN_ABS;
        for (int i = 0; i < sections.size(); i++) {
            long offset = address - sections.get(i).addr();
            if (Long.compareUnsigned(offset, sections.get(i).size()) < 0) {
                return i + 1;
            }
            atEnd = offset == sections.get(i).size() ? i + 1 : atEnd;
        }
        return atEnd;
    }
}
