// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.xsplice.chance.Chance;
import org.xsplice.elf.Elf;
import org.xsplice.elf.HeaderField;
import org.xsplice.elf.RelocationField;
import org.xsplice.elf.SectionField;
import org.xsplice.elf.SymbolField;
import org.xsplice.elf.build.FunctionField;
import org.xsplice.elf.build.RawElf;
import org.xsplice.profile.Profile;

/** Changes of a payload's bytes, at random. */
final class RawMutations {
    /** What is changed; one kind must not come before another of a lower order, or its place cannot be found. */
    enum Kind {
        CONTENT_BIT(22),
        NOTE_WORD(8),
        FUNCTION_FIELD(12),
        SYMBOL_FIELD(16),
        RELOCATION_FIELD(16),
        SECTION_FIELD(10),
        HEADER_FIELD(4),
        ANY_BIT(6),
        APPEND(3),
        TRUNCATE(3);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }
    }

    private static final int WEIGHTS = 100;
    /** Kinds that need not find their place in the file. */
    private static final Kind[] BLIND = {Kind.ANY_BIT, Kind.APPEND, Kind.TRUNCATE};

    private final Profile profile;
    private final Chance chance;

    RawMutations(Profile profile, Chance chance) {
        this.profile = profile;
        this.chance = chance;
    }

    Kind choose() {
        int left = chance.below(WEIGHTS);
        for (Kind kind : Kind.values()) {
            left -= kind.weight;
            if (left < 0) {
                return kind;
            }
        }
        throw new AssertionError("the weights do not add up to " + WEIGHTS);
    }

    Kind chooseBlind() {
        return BLIND[chance.below(BLIND.length)];
    }

    void change(Kind kind, RawElf raw, List<String> changes) {
        switch (kind) {
            case CONTENT_BIT -> contentBit(raw, changes);
            case NOTE_WORD -> noteWord(raw, changes);
            case FUNCTION_FIELD -> functionField(raw, changes);
            case SYMBOL_FIELD -> symbolField(raw, changes);
            case RELOCATION_FIELD -> relocationField(raw, changes);
            case SECTION_FIELD -> sectionField(raw, changes);
            case HEADER_FIELD -> headerField(raw, changes);
            case ANY_BIT -> flip(raw, chance.below(raw.length()), changes);
            case APPEND -> {
                int more = 1 + chance.below(5000);
                changes.add(more + " bytes are appended");
                raw.append(new byte[more]);
            }
            case TRUNCATE -> {
                int length = 1 + chance.below(raw.length());
                changes.add("the file ends at " + length);
                raw.truncate(length);
            }
        }
    }

    private void flip(RawElf raw, int offset, List<String> changes) {
        int bit = chance.below(Byte.SIZE);
        changes.add(format("bit %d of byte %d is flipped", bit, offset));
        raw.flip((long) offset * Byte.SIZE + bit);
    }

    private void contentBit(RawElf raw, List<String> changes) {
        List<Integer> loaded = sections(
                raw,
                i -> (raw.get(i, SectionField.SH_FLAGS) & Elf.SHF_ALLOC) != 0
                        && raw.get(i, SectionField.SH_TYPE) != Elf.SHT_NOBITS
                        && raw.get(i, SectionField.SH_SIZE) != 0);
        if (!loaded.isEmpty()) {
            int section = loaded.get(chance.below(loaded.size()));
            int size = (int) raw.get(section, SectionField.SH_SIZE);
            flip(raw, raw.contentOf(section) + chance.below(size), changes);
        }
    }

    private interface Wanted {
        boolean test(int section);
    }

    private static List<Integer> sections(RawElf raw, Wanted wanted) {
        List<Integer> found = new ArrayList<>();
        for (int i = 1; i < raw.sectionCount(); i++) {
            if (wanted.test(i)) {
                found.add(i);
            }
        }
        return found;
    }

    private void noteWord(RawElf raw, List<String> changes) {
        List<String> notes = new ArrayList<>(List.of(Profile.BUILD_ID_SECTION, profile.dependsSection()));
        profile.xenDependsSection().ifPresent(notes::add);
        String note = notes.get(chance.below(notes.size()));
        content(raw, note, Elf.NOTE_HEADER_SIZE).ifPresent(at -> {
            int word = 4 * chance.below(3);
            long value = ChosenValue.near(chance, raw.byteAt(at + word));
            changes.add(format("word %d of %s is %x", word / 4, note, (int) value));
            raw.put(at + word, 4, value);
        });
    }

    private void functionField(RawElf raw, List<String> changes) {
        content(raw, profile.functionSection(), profile.functionLayout().size()).ifPresent(at -> {
            FunctionField[] fields = FunctionField.values();
            int count = fields.length - (profile.functionLayout().expectation() ? 0 : 1);
            FunctionField field = fields[chance.below(count)];
            long value = ChosenValue.near(chance, raw.byteAt(at + field.offset()));
            changes.add(format("%s of the first function is %x", field.label(), value));
            raw.put(at + field.offset(), field.width(), value);
        });
    }

    /** Returns where a section's content is, if there is as much of it. */
    private static Optional<Integer> content(RawElf raw, String section, int size) {
        try {
            int index = raw.indexOf(section);
            return raw.get(index, SectionField.SH_SIZE) < size ? Optional.empty() : Optional.of(raw.contentOf(index));
        } catch (NoSuchElementException e) {
            return Optional.empty();
        }
    }

    private void symbolField(RawElf raw, List<String> changes) {
        int count = raw.symbolCount();
        if (count != 0) {
            int symbol = chance.below(count);
            SymbolField field = SymbolField.values()[chance.below(SymbolField.values().length)];
            long value = ChosenValue.near(chance, raw.get(symbol, field));
            changes.add(format("%s of symbol %d is %x", field.label(), symbol, value));
            raw.set(symbol, field, value);
        }
    }

    private void relocationField(RawElf raw, List<String> changes) {
        List<Integer> tables =
                sections(raw, i -> raw.get(i, SectionField.SH_TYPE) == Elf.SHT_RELA && raw.relocationCount(i) != 0);
        if (!tables.isEmpty()) {
            int table = tables.get(chance.below(tables.size()));
            int entry = chance.below(raw.relocationCount(table));
            RelocationField field = RelocationField.values()[chance.below(RelocationField.values().length)];
            long value = ChosenValue.near(chance, raw.get(table, entry, field));
            changes.add(format("%s of relocation %d in section [%d] is %x", field.label(), entry, table, value));
            raw.set(table, entry, field, value);
        }
    }

    private void sectionField(RawElf raw, List<String> changes) {
        int section = chance.below(raw.sectionCount());
        SectionField field = SectionField.values()[chance.below(SectionField.values().length)];
        long value = ChosenValue.near(chance, raw.get(section, field));
        changes.add(format("%s of section [%d] is %x", field.label(), section, value));
        raw.set(section, field, value);
    }

    private void headerField(RawElf raw, List<String> changes) {
        HeaderField field = HeaderField.values()[chance.below(HeaderField.values().length)];
        long value = ChosenValue.near(chance, raw.get(field));
        changes.add(format("%s is %x", field.label(), value));
        raw.set(field, value);
    }
}
