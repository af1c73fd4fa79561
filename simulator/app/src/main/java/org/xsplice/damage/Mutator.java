// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.xsplice.chance.Chance;
import org.xsplice.elf.build.ElfObject;
import org.xsplice.elf.build.RawElf;
import org.xsplice.profile.Profile;

/**
 * Damages payloads at random: one to five changes each, of the structure, of fields, of single bits, of the length; or one
 * of the named {@link Damages}, and perhaps a bit more. Most changes leave header and section headers alone, so that what
 * comes after them is reached.
 */
public final class Mutator {
    private static final int ONE_NAMED_IN = 4;

    private final Chance chance;
    private final List<Damage> named;
    private final ObjectMutations structure;
    private final RawMutations raw;

    /**
     * Prepares to damage payloads of one release.
     *
     * @param chance where all choices come from: an equal stream yields equal mutants
     */
    public Mutator(Profile profile, Chance chance) {
        this.chance = chance;
        named = Damages.of(profile);
        structure = new ObjectMutations(profile, chance);
        raw = new RawMutations(profile, chance);
    }

    /**
     * Damages a payload; the file given is left as it was.
     *
     * @throws IllegalArgumentException if the payload is damaged already, so that its parts cannot be found
     */
    public Mutant mutate(byte[] payload) {
        List<String> changes = new ArrayList<>();
        RawElf file = chance.oneIn(ONE_NAMED_IN) ? named(payload, changes) : unnamed(payload, changes);
        return new Mutant(file.toArray(), List.copyOf(changes));
    }

    /** Damages bytes and fields of any ELF file, one to four times; its structure stays. */
    public Mutant mutateBytes(byte[] file) {
        List<String> changes = new ArrayList<>();
        return new Mutant(bytes(file, 1 + chance.below(4), changes).toArray(), List.copyOf(changes));
    }

    private RawElf named(byte[] payload, List<String> changes) {
        Damage damage = named.get(chance.below(named.size()));
        RawElf file;
        try {
            file = new RawElf(damage.apply(payload));
            changes.add(damage.name());
        } catch (NoSuchElementException e) {
            return unnamed(payload, changes);
        }
        if (chance.oneIn(2)) {
            raw.change(raw.chooseBlind(), file, changes);
        }
        return file;
    }

    private RawElf unnamed(byte[] payload, List<String> changes) {
        int structural = chance.oneIn(3) ? 1 + chance.below(2) : 0;
        byte[] file = payload;
        if (structural != 0) {
            ElfObject object = ElfObject.parse(payload);
            for (int i = 0; i < structural; i++) {
                object = structure.change(object, changes);
            }
            file = object.write();
        }
        return bytes(file, structural != 0 ? chance.below(3) : 1 + chance.below(3), changes);
    }

    private RawElf bytes(byte[] file, int count, List<String> changes) {
        RawMutations.Kind[] kinds = new RawMutations.Kind[count];
        Arrays.setAll(kinds, i -> raw.choose());
        Arrays.sort(kinds);
        RawElf damaged = new RawElf(file);
        for (RawMutations.Kind kind : kinds) {
            raw.change(kind, damaged, changes);
        }
        return damaged;
    }
}
