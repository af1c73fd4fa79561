// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.xsplice.chance.Chance;
import org.xsplice.damage.Mutator;
import org.xsplice.elf.build.PayloadBuilder;
import org.xsplice.event.ByteString;

/**
 * How a payload is made. Equal recipes make equal files, and leaving something out makes a smaller file of the same kind.
 *
 * @param id from which its build-id is made; two payloads may have the same
 * @param below the id of the payload that it stacks on; {@link #ON_XEN} for the hypervisor
 * @param ofThisXen whether it says to be made for this hypervisor
 * @param parts what it consists of
 * @param damage seed of what is damaged afterwards; nothing if the file stays whole
 */
record Recipe(int id, int below, boolean ofThisXen, List<Part> parts, OptionalLong damage) {
    static final int ON_XEN = -1;

    private static final int ID_SIZE = 20;

    Recipe {
        parts = List.copyOf(parts);
    }

    /** Returns the file. */
    byte[] build(Target target) {
        PayloadBuilder builder = PayloadBuilder.of(target.profile())
                .buildId(buildId(id))
                .builtFor(ofThisXen ? target.image().buildId() : buildId(ID_SIZE));
        if (below != ON_XEN) {
            builder.stackedOn(buildId(below));
        } else {
            builder.stackedOn(target.image().buildId());
        }
        Draft draft = new Draft(target, builder, id);
        for (int i = 0; i < parts.size(); i++) {
            parts.get(i).addTo(draft, i);
        }
        damage.ifPresent(seed -> draft.change(file -> CodeKept.in(
                new Mutator(target.profile(), new Chance(seed)).mutate(file).file(), file)));
        return draft.finish();
    }

    private static ByteString buildId(int number) {
        byte[] bytes = new byte[ID_SIZE];
        Arrays.fill(bytes, (byte) (number + 1));
        return ByteString.of(bytes);
    }

    /** Returns the same without a part. */
    Recipe without(int part) {
        List<Part> fewer = new ArrayList<>(parts);
        fewer.remove(part);
        return new Recipe(id, below, ofThisXen, fewer, damage);
    }

    /** Returns the same without damage. */
    Recipe undamaged() {
        return new Recipe(id, below, ofThisXen, parts, OptionalLong.empty());
    }

    /** Returns the same for this hypervisor, and on it. */
    Recipe onXen() {
        return new Recipe(id, ON_XEN, true, parts, damage);
    }
}
