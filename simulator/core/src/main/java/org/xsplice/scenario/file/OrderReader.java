// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.xsplice.host.PlaneKind;
import org.xsplice.orders.Choice;
import org.xsplice.orders.ChoiceLog;
import org.xsplice.orders.Freedom;
import org.xsplice.schedule.ProtocolFault;

/** Reads the keys of a scenario's head that are about orders of events: {@code faults}, {@code explore}, {@code choices}. */
final class OrderReader {
    static final List<String> FREEDOMS = List.of("deadlines", "nmis", "lag", "every-instruction", "any-cpu");
    private static final int NMIS_MAX = 16;
    private static final String CHOICES = "choices such as \"step cpu0*5 cpu1 nmi1 deadline\", as one text or a list";

    private final Fields fields;
    private final InputErrors errors;
    private final Scalars scalars;

    OrderReader(Fields fields, InputErrors errors) {
        this.fields = fields;
        this.errors = errors;
        scalars = new Scalars(errors);
    }

    /** Reads which protocol faults the rendezvous has; only the model can. */
    Set<ProtocolFault> faults(PlaneKind plane) {
        Optional<Value> value = fields.find("faults");
        Set<ProtocolFault> faults = EnumSet.noneOf(ProtocolFault.class);
        List<String> words =
                Stream.of(ProtocolFault.values()).map(ProtocolFault::word).toList();
        if (value.isPresent() && plane != PlaneKind.MODEL) {
            errors.add(
                    value.get().place(),
                    "faults are protocol faults of the model, but the model does not decide here",
                    "plane: model");
        }
        if (value.orElse(null) instanceof Value.Items items) {
            for (Value item : items.values()) {
                scalars.word(item, words).ifPresent(word -> faults.add(ProtocolFault.values()[words.indexOf(word)]));
            }
        } else {
            value.ifPresent(v -> scalars.wrong(v, "a list with some of " + Fields.oneOf(words)));
        }
        return Set.copyOf(faults);
    }

    /** Reads what may happen beside the CPUs' own steps. */
    Freedom freedom() {
        Optional<Value> value = fields.find("explore");
        if (value.isPresent() && !(value.get() instanceof Value.Mapping)) {
            scalars.wrong(value.get(), "a mapping with some of " + Fields.oneOf(FREEDOMS));
        }
        if (!(value.orElse(null) instanceof Value.Mapping mapping)) {
            return Freedom.NONE;
        }
        Fields freedoms = new Fields(mapping, "explore", FREEDOMS, errors);
        int nmis = freedoms.find("nmis")
                .flatMap(v -> scalars.integer(v, 0, NMIS_MAX, "a whole number from 0 to " + NMIS_MAX))
                .orElse(0L)
                .intValue();
        return new Freedom(
                flag(freedoms, "deadlines"),
                nmis,
                flag(freedoms, "lag"),
                flag(freedoms, "every-instruction"),
                flag(freedoms, "any-cpu"));
    }

    private boolean flag(Fields freedoms, String key) {
        return freedoms.find(key).flatMap(scalars::bool).orElse(false);
    }

    /** Reads the order in which everything happens, where it is given. */
    Optional<ChoiceLog> choices() {
        Optional<Value> value = fields.find("choices");
        if (value.isEmpty()) {
            return Optional.empty();
        }
        List<Choice> choices = new ArrayList<>();
        List<Value> lines = value.get() instanceof Value.Items items ? items.values() : List.of(value.get());
        for (Value line : lines) {
            scalars.text(line, CHOICES).ifPresent(text -> addTo(choices, line, text));
        }
        return Optional.of(new ChoiceLog(choices));
    }

    private void addTo(List<Choice> choices, Value line, String text) {
        try {
            List<Choice> more = ChoiceLog.parse(text).choices();
            if (choices.size() + more.size() > ChoiceLog.LENGTH_MAX) {
                errors.add(line.place(), "more than " + ChoiceLog.LENGTH_MAX + " choices until here", "fewer choices");
            } else {
                choices.addAll(more);
            }
        } catch (IllegalArgumentException e) {
            errors.add(line.place(), e.getMessage(), CHOICES);
        }
    }
}
