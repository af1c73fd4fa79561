// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.xsplice.elf.build.ElfObject;
import org.xsplice.elf.build.RawElf;

/** A change of a payload file. The file given is left as it was. */
@FunctionalInterface
public interface Edit {
    /**
     * Returns the changed file.
     *
     * @throws java.util.NoSuchElementException if the file has no such part
     * @throws IllegalArgumentException if the file is too damaged to find the part
     */
    byte[] apply(byte[] file);

    /** Does another change after this one. */
    default Edit then(Edit next) {
        return file -> next.apply(apply(file));
    }

    /** Changes bytes in place. */
    static Edit raw(Consumer<RawElf> change) {
        return file -> {
            RawElf raw = new RawElf(file);
            change.accept(raw);
            return raw.toArray();
        };
    }

    /** Changes bytes in place, with the file taken apart at hand to find them. */
    static Edit fields(BiConsumer<ElfObject, RawElf> change) {
        return file -> {
            RawElf raw = new RawElf(file);
            change.accept(ElfObject.parse(file), raw);
            return raw.toArray();
        };
    }

    /** Takes the file apart, changes the parts and writes it again. */
    static Edit object(UnaryOperator<ElfObject> change) {
        return file -> change.apply(ElfObject.parse(file)).write();
    }
}
