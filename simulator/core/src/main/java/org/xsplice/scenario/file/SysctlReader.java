// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.xsplice.plane.Flaw;
import org.xsplice.plane.SysctlCall;
import org.xsplice.scenario.step.Operation;
import org.xsplice.scenario.step.Sysctl;

/** Reads the step {@code sysctl}. */
final class SysctlReader {
    /** In the order of their numbers. */
    static final List<String> CALLS = List.of("upload", "get", "list", "action");

    static final List<String> KEYS = List.of("call", "name", "action", "flags", "index", "count", "size", "flaws");
    private static final long UNSIGNED_MAX = 0xffffffffL;
    private static final int SIZE_MAX = 4 << 20;
    private static final List<String> FLAWS =
            Stream.of(Flaw.values()).map(Flaw::word).toList();

    private final InputErrors errors;
    private final Scalars scalars;

    SysctlReader(InputErrors errors) {
        this.errors = errors;
        scalars = new Scalars(errors);
    }

    Optional<Operation> operation(Value value) {
        if (!(value instanceof Value.Mapping mapping)) {
            return scalars.wrong(value, "a mapping with " + Fields.oneOf(KEYS));
        }
        Fields fields = new Fields(mapping, "sysctl", KEYS, errors);
        String name = fields.find("name")
                .flatMap(v -> scalars.text(v, "the name of a payload"))
                .orElse("");
        int action = number(fields, "action", UNSIGNED_MAX);
        int flags = number(fields, "flags", UNSIGNED_MAX);
        int index = number(fields, "index", UNSIGNED_MAX);
        int count = number(fields, "count", UNSIGNED_MAX);
        int size = number(fields, "size", SIZE_MAX);
        Set<Flaw> flaws = flaws(fields);
        return fields.require("call", Fields.oneOf(CALLS) + ", or a number")
                .flatMap(this::command)
                .map(cmd -> new Sysctl(new SysctlCall(cmd, name, action, flags, index, count, size, flaws)));
    }

    private Optional<Integer> command(Value value) {
        if (value instanceof Value.Scalar scalar
                && scalar.plain()
                && Numbers.parse(scalar.text()).isPresent()) {
            return scalars.integer(value, 0, UNSIGNED_MAX, "a number of 32 bits")
                    .map(Long::intValue);
        }
        return scalars.word(value, CALLS).map(CALLS::indexOf);
    }

    private int number(Fields fields, String key, long max) {
        return fields.find(key)
                .flatMap(v -> scalars.integer(v, 0, max, "a whole number from 0 to " + max))
                .orElse(0L)
                .intValue();
    }

    private Set<Flaw> flaws(Fields fields) {
        Set<Flaw> flaws = EnumSet.noneOf(Flaw.class);
        Optional<Value> value = fields.find("flaws");
        if (value.isPresent() && !(value.get() instanceof Value.Items)) {
            scalars.wrong(value.get(), "a list of flaws");
        }
        if (value.orElse(null) instanceof Value.Items items) {
            items.values()
                    .forEach(item -> scalars.word(item, FLAWS).flatMap(Flaw::of).ifPresent(flaws::add));
        }
        return flaws;
    }
}
