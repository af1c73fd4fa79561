// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.xsplice.errno.Errno;
import org.xsplice.text.NearMiss;

/** Reads what a hypercall returns: {@code ok}, an error's name, or its number; the sign may be there or not. */
final class ErrnoReader {
    private static final String EXPECTED = "ok, or an error as Xen names it, for example EINVAL";
    private static final int ERRNO_MAX = 4095;

    private final InputErrors errors;
    private final Scalars scalars;

    ErrnoReader(InputErrors errors) {
        this.errors = errors;
        scalars = new Scalars(errors);
    }

    /** Returns 0 or a negated error number. */
    Optional<Integer> read(Value value) {
        Optional<String> text = scalars.text(value, EXPECTED);
        return text.flatMap(t -> read(value, t.startsWith("-") ? t.substring(1) : t));
    }

    private Optional<Integer> read(Value value, String name) {
        if (name.equals("ok") || name.equals("0")) {
            return Optional.of(0);
        }
        List<String> names = Stream.of(Errno.values()).map(Errno::name).toList();
        if (names.contains(name)) {
            return Optional.of(Errno.valueOf(name).rc());
        }
        OptionalLong number = Numbers.parse(name);
        if (number.isPresent() && number.getAsLong() > 0 && number.getAsLong() <= ERRNO_MAX) {
            return Optional.of((int) -number.getAsLong());
        }
        errors.add(
                value.place(),
                "there is no error " + value.kind(),
                EXPECTED,
                NearMiss.of(name.toUpperCase(Locale.ROOT), names));
        return Optional.empty();
    }
}
