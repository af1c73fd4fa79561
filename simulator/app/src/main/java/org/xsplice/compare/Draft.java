// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.compare;

import java.util.NoSuchElementException;
import org.xsplice.damage.Damages;
import org.xsplice.damage.Edit;
import org.xsplice.elf.build.PayloadBuilder;

/** A payload on its way. */
final class Draft {
    private final Target target;
    private final PayloadBuilder builder;
    private final int id;
    private Edit after = file -> file;

    Draft(Target target, PayloadBuilder builder, int id) {
        this.target = target;
        this.builder = builder;
        this.id = id;
    }

    Target target() {
        return target;
    }

    PayloadBuilder builder() {
        return builder;
    }

    /** Makes a symbol's name that is this payload's own. */
    String own(String name) {
        return name + "_of_" + id;
    }

    /** Makes a named change once the file is written. */
    void change(String name) {
        change(Damages.named(target.profile(), name).edit());
    }

    /** Changes the file once it is written; if earlier changes have left no place for it, the file stays as it is. */
    void change(Edit edit) {
        after = after.then(file -> {
            try {
                return edit.apply(file);
            } catch (NoSuchElementException
                    | IllegalArgumentException
                    | IndexOutOfBoundsException
                    | ArithmeticException e) {
                return file;
            }
        });
    }

    byte[] finish() {
        return after.apply(builder.build());
    }
}
