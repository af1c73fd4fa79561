// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.mend;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfSymbol;
import org.xsplice.elf.Rela;
import org.xsplice.elf.RelocationField;
import org.xsplice.elf.SectionField;
import org.xsplice.elf.SectionHeader;
import org.xsplice.elf.SymbolField;
import org.xsplice.elf.build.FunctionField;
import org.xsplice.event.ByteString;
import org.xsplice.profile.FunctionLayout;
import org.xsplice.profile.Profile;

/** Mends entries of the function section. They are named by their offset in the file. */
public final class FunctionMends {
    private static final Mend BY_HAND = new Mend.Rebuild("fill in the addresses and sizes from the symbol tables");

    private final Evidence evidence;
    private final Profile profile;
    private final GuestFacts guest;
    private final SectionMends sections;

    FunctionMends(Evidence evidence, Profile profile, GuestFacts guest, SectionMends sections) {
        this.evidence = evidence;
        this.profile = profile;
        this.guest = guest;
        this.sections = sections;
    }

    private static Mend set(EditKind kind, long entry, FunctionField field, long value, String text) {
        return new Mend.FileEdit(kind, text, List.of(change(entry, field, value)));
    }

    private static Change change(long entry, FunctionField field, long value) {
        return new Change.SetField(entry + field.offset(), field.width(), value, field.label() + " of the function");
    }

    private long get(long entry, FunctionField field) {
        long value = evidence.file().u64(entry + field.offset());
        return field.width() == Long.BYTES ? value : value & (1L << field.width() * Byte.SIZE) - 1;
    }

    int section() {
        return evidence.first(i -> evidence.sectionName(i).equals(profile.functionSection()))
                .orElse(0);
    }

    /** The section is not loaded. */
    public Mend notLoaded() {
        return sections.load(section());
    }

    /** The section does not hold whole entries. */
    public Mend size(int section) {
        int entry = profile.functionLayout().size();
        OptionalInt other = sections.namesake(
                section,
                i -> evidence.section(i).size() != 0 && evidence.section(i).size() % entry == 0);
        if (other.isPresent()) {
            return sections.hide(section, "remove the first " + evidence.called(section) + ": there is a better one");
        }
        return Long.compareUnsigned(evidence.section(section).size(), entry) < 0
                        && evidence.room(evidence.section(section).offset()) < entry
                ? new Mend.Rebuild("build the payload again: " + evidence.called(section) + " was cut short")
                : sections.wholeEntries(section, entry);
    }

    /** The version is another one. */
    public Mend version(long entry) {
        return withRelocations(versionOf(entry));
    }

    private Mend versionOf(long entry) {
        int version = evidence.file().u8(entry + FunctionLayout.VERSION);
        FunctionLayout other = profile.functionLayout().equals(FunctionLayout.VERSION_2)
                ? FunctionLayout.VERSION_1
                : FunctionLayout.VERSION_2;
        boolean otherRelease = version == other.version()
                && evidence.section(section()).size() % other.size() == 0
                && evidence.section(section()).size() % profile.functionLayout().size() != 0;
        if (blank(entry)) {
            return dropLast();
        }
        return otherRelease
                ? new Mend.Rebuild("build the payload for this release: the entries are those of another one")
                : set(
                        EditKind.FUNCTION_VERSION,
                        entry,
                        FunctionField.VERSION,
                        profile.functionLayout().version(),
                        "set the version to " + profile.functionLayout().version() + ", as the entry's size says");
    }

    /** Returns whether an entry is the last of several and nothing is filled in. */
    private boolean blank(long entry) {
        SectionHeader s = evidence.section(section());
        int size = profile.functionLayout().size();
        boolean last = entry - s.offset() == s.size() - size && s.size() > size;
        boolean zero = get(entry, FunctionField.NEW_SIZE) == 0 && get(entry, FunctionField.NEW_ADDR) == 0;
        return last
                && zero
                && relocation(entry, FunctionField.NAME) < 0
                && relocation(entry, FunctionField.NEW_ADDR) < 0
                && relocation(entry, FunctionField.OLD_ADDR) < 0;
    }

    private Mend dropLast() {
        long size =
                evidence.section(section()).size() - profile.functionLayout().size();
        return sections.set(
                EditKind.ENTRIES, section(), SectionField.SH_SIZE, size, "remove the last function entry: it is empty");
    }

    /** Finds the relocation of a field; its file offset, or -1. */
    private long relocation(long entry, FunctionField field) {
        int section = section();
        long place = entry - evidence.section(section).offset() + field.offset();
        return References.of(evidence, section)
                .filter(at -> {
                    Rela relocation = Rela.read(evidence.file(), at);
                    return relocation.offset() == place && relocation.type() != Elf.R_X86_64_NONE;
                })
                .findFirst()
                .orElse(-1L);
    }

    /** Returns the symbol that a field of an entry points to, 0 where it is unknown. */
    private int target(long entry, FunctionField field) {
        long at = relocation(entry, field);
        int symbol = at < 0 ? 0 : Rela.read(evidence.file(), at).symbol();
        return symbol > 0 && symbol < evidence.symbolCount() ? symbol : 0;
    }

    /** Relocations that do not fill in a pointer, or not with the address of a function, as they should. */
    private List<Change> relocations() {
        List<Change> changes = new ArrayList<>();
        References.of(evidence, section()).forEach(at -> {
            Rela relocation = Rela.read(evidence.file(), at);
            long field = Long.remainderUnsigned(
                    relocation.offset(), profile.functionLayout().size());
            boolean function = field == FunctionLayout.NEW_ADDR || field == FunctionLayout.OLD_ADDR;
            OptionalLong place = place(relocation.symbol());
            if (relocation.type() == Elf.R_X86_64_NONE) {
                return;
            }
            if (!function && field != FunctionLayout.NAME && place.isEmpty()) {
                changes.add(set(at, RelocationField.R_TYPE, Elf.R_X86_64_NONE));
                return;
            }
            if (!function && field != FunctionLayout.NAME) {
                changes.add(set(at, RelocationField.R_OFFSET, place.getAsLong()));
            }
            if (relocation.type() != Elf.R_X86_64_64) {
                changes.add(set(at, RelocationField.R_TYPE, Elf.R_X86_64_64));
            }
            if (function && relocation.addend() != 0) {
                changes.add(set(at, RelocationField.R_ADDEND, 0));
            }
        });
        return changes;
    }

    /** Mends the relocations of the section beside what a mend changes. */
    private Mend withRelocations(Mend mend) {
        List<Change> changes = relocations();
        if (changes.isEmpty()) {
            return mend;
        }
        String text = "use the relocations of " + evidence.called(section()) + " to fill in names and functions";
        if (!(mend instanceof Mend.FileEdit edit)) {
            return new Mend.FileEdit(EditKind.FUNCTION_POINTER, text, changes);
        }
        changes.addAll(edit.changes());
        return new Mend.FileEdit(EditKind.FUNCTION_POINTER.weaker(edit.kind()), text + ", and " + edit.text(), changes);
    }

    private static Change set(long relocation, RelocationField field, long value) {
        return new Change.SetField(
                relocation + field.offset(), field.width(), value, field.label() + " of the relocation");
    }

    /** Returns the place in the function section that waits for a relocation against a symbol of a kind. */
    OptionalLong place(int symbol) {
        ElfSymbol target = evidence.symbol(symbol);
        FunctionField field = target.shndx() == Elf.SHN_UNDEF
                ? FunctionField.OLD_ADDR
                : target.type() == Elf.STT_FUNC ? FunctionField.NEW_ADDR : FunctionField.NAME;
        SectionHeader s = evidence.section(section());
        long size = profile.functionLayout().size();
        return LongStream.range(0, s.size() / size)
                .map(i -> s.offset() + i * size)
                .filter(entry -> relocation(entry, field) < 0 && get(entry, field) == 0)
                .map(entry -> entry - s.offset() + field.offset())
                .findFirst();
    }

    /** The old function has no size, or one that is too small. */
    public Mend oldSize(long entry, long oldAddr, long atLeast) {
        return withRelocations(oldSizeOf(entry, oldAddr, atLeast));
    }

    private Mend oldSizeOf(long entry, long oldAddr, long atLeast) {
        long size = guest.sizeAt(oldAddr);
        return size >= atLeast && size == (int) size
                ? set(
                        EditKind.OLD_SIZE,
                        entry,
                        FunctionField.OLD_SIZE,
                        size,
                        format("set old_size to %d, as the hypervisor's symbol table says", size))
                : new Mend.Rebuild("patch the callers instead: the old function is shorter than the jump");
    }

    /** Releases before NOPs want both the new function's address and its size. */
    public Mend newFunction(long entry) {
        return withRelocations(newFunctionOf(entry));
    }

    private Mend newFunctionOf(long entry) {
        int symbol = target(entry, FunctionField.NEW_ADDR);
        if (symbol == 0) {
            return newAddress(entry);
        }
        ElfSymbol target = evidence.symbol(symbol);
        if (target.shndx() > 0
                && target.shndx() < evidence.sectionCount()
                && !evidence.section(target.shndx()).has(Elf.SHF_ALLOC)) {
            return sections.load(target.shndx());
        }
        return target.size() == 0
                ? BY_HAND
                : set(
                        EditKind.NEW_SIZE,
                        entry,
                        FunctionField.NEW_SIZE,
                        target.size(),
                        format("set new_size to %d, the size of %s", target.size(), evidence.symbolName(symbol)));
    }

    /** No relocation fills in the new function's address. */
    private Mend newAddress(long entry) {
        OptionalInt lost = new References(evidence).lostFunction(get(entry, FunctionField.NEW_SIZE));
        if (lost.isEmpty()) {
            return BY_HAND;
        }
        List<Change> changes = new ArrayList<>(point(entry, FunctionField.NEW_ADDR, lost.getAsInt()));
        long size = evidence.symbol(lost.getAsInt()).size();
        if (get(entry, FunctionField.NEW_SIZE) == 0 && size != 0) {
            changes.add(change(entry, FunctionField.NEW_SIZE, size));
        }
        return changes.isEmpty()
                ? BY_HAND
                : new Mend.FileEdit(
                        EditKind.FUNCTION_POINTER,
                        "make new_addr point to " + evidence.symbolName(lost.getAsInt())
                                + ", the only function that nothing refers to",
                        changes);
    }

    /** Adds the relocation that lets a field point to a symbol; does nothing where the section has none. */
    private List<Change> point(long entry, FunctionField field, int symbol) {
        int section = section();
        OptionalInt found = evidence.first(i -> evidence.section(i).type() == Elf.SHT_RELA
                && evidence.section(i).info() == section
                && evidence.whole(i));
        if (found.isEmpty()) {
            return List.of();
        }
        SectionHeader table = evidence.section(found.getAsInt());
        byte[] longer = Arrays.copyOf(
                evidence.file().slice(table.offset(), (int) table.size()), (int) table.size() + Elf.RELA_SIZE);
        long place = entry - evidence.section(section).offset() + field.offset();
        long[] words = {place, Rela.info(symbol, Elf.R_X86_64_64), 0};
        for (int i = 0; i < Elf.RELA_SIZE; i++) {
            longer[(int) table.size() + i] = (byte) (words[i / Long.BYTES] >>> i % Long.BYTES * Byte.SIZE);
        }
        return List.of(
                new Change.SetContent(found.getAsInt(), evidence.called(found.getAsInt()), ByteString.of(longer)));
    }

    /** Lets old_addr point to the undefined symbol that nothing refers to, if there is just one. */
    private Optional<Mend> lostOldAddress(long entry) {
        OptionalInt lost = new References(evidence).lostUndefined();
        List<Change> changes = lost.isPresent() ? point(entry, FunctionField.OLD_ADDR, lost.getAsInt()) : List.of();
        return changes.isEmpty()
                ? Optional.empty()
                : Optional.of(new Mend.FileEdit(
                        EditKind.FUNCTION_POINTER,
                        "make old_addr point to " + evidence.symbolName(lost.getAsInt())
                                + ", the only undefined symbol that nothing refers to",
                        changes));
    }

    /** The old function is looked up by an unknown name. */
    public Mend oldName(long entry, String name) {
        return withRelocations(oldNameOf(entry, name));
    }

    private Mend oldNameOf(long entry, String name) {
        long address = guest.knownAs(name).map(guest::addressOf).orElse(0L);
        if (address != 0) {
            return set(
                    EditKind.OLD_ADDRESS,
                    entry,
                    FunctionField.OLD_ADDR,
                    address,
                    format(
                            "set old_addr to %016x, where the hypervisor has %s",
                            address, guest.knownAs(name).get()));
        }
        Optional<Mend> lost = lostOldAddress(entry);
        if (lost.isPresent()) {
            return lost.get();
        }
        int symbol = target(entry, FunctionField.NEW_ADDR);
        long namesake = symbol == 0 ? 0 : guest.addressOf(evidence.symbolName(symbol));
        return namesake != 0
                ? set(
                        EditKind.FUNCTION_POINTER,
                        entry,
                        FunctionField.OLD_ADDR,
                        namesake,
                        format(
                                "set old_addr to %016x, the hypervisor's function %s: the new function has the same name",
                                namesake, evidence.symbolName(symbol)))
                : new Mend.Rebuild("name a function that this hypervisor has, or set old_addr");
    }

    /** The name leads nowhere, and so does old_addr. */
    public Mend nameless(long entry) {
        return withRelocations(namelessOf(entry));
    }

    private Mend namelessOf(long entry) {
        return lostOldAddress(entry).orElse(BY_HAND);
    }

    /** Returns the name of an entry, read from the section that a relocation lets it point to. */
    private String name(long entry) {
        int symbol = target(entry, FunctionField.NAME);
        ElfSymbol target = evidence.symbol(symbol);
        if (symbol == 0 || target.shndx() <= 0 || target.shndx() >= evidence.sectionCount()) {
            return "";
        }
        long addend = Rela.read(evidence.file(), relocation(entry, FunctionField.NAME))
                .addend();
        return evidence.file().string(evidence.section(target.shndx()).offset() + target.value() + addend);
    }

    /** There are more NOPs than can be undone. */
    public Mend fewerNops() {
        return new Mend.Rebuild(format(
                "replace the function instead: only %d bytes of NOPs can be undone", FunctionLayout.OPAQUE_SIZE));
    }

    /** There are more NOPs than the old function has bytes. */
    public Mend nopsWithin(long entry, long oldAddr) {
        return withRelocations(nopsWithinOf(entry, oldAddr));
    }

    private Mend nopsWithinOf(long entry, long oldAddr) {
        long wanted = get(entry, FunctionField.NEW_SIZE);
        return guest.sizeAt(oldAddr) >= wanted
                ? oldSizeOf(entry, oldAddr, wanted)
                : new Mend.Rebuild("let the NOPs end where the old function ends: set new_size in the source");
    }

    /** Old and new function are too far apart. */
    public Mend distance(long entry) {
        return withRelocations(distanceOf(entry));
    }

    private Mend distanceOf(long entry) {
        int symbol = target(entry, FunctionField.NEW_ADDR);
        ElfSymbol target = evidence.symbol(symbol);
        boolean outside = symbol != 0
                && target.shndx() < evidence.sectionCount()
                && Long.compareUnsigned(
                                target.value(), evidence.section(target.shndx()).size())
                        >= 0;
        if (outside) {
            return new Mend.FileEdit(
                    EditKind.SYMBOL_SECTION,
                    "make " + evidence.symbolName(symbol) + " begin where its section begins",
                    List.of(evidence.set(symbol, SymbolField.ST_VALUE, 0)));
        }
        return relocation(entry, FunctionField.NEW_ADDR) < 0 ? newAddress(entry) : oldAddressOf(entry);
    }

    /** The old address leads nowhere. */
    public Mend oldAddress(long entry) {
        return withRelocations(oldAddressOf(entry));
    }

    private Mend oldAddressOf(long entry) {
        String name = name(entry);
        return !name.isEmpty() && guest.addressOf(name) != 0
                ? set(
                        EditKind.OLD_ADDRESS,
                        entry,
                        FunctionField.OLD_ADDR,
                        0,
                        "set old_addr to 0, so that the name is looked up: " + name)
                : lostOldAddress(entry).orElse(BY_HAND);
    }
}
