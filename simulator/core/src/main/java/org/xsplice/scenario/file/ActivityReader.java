// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.xsplice.schedule.Activity;
import org.xsplice.schedule.Doing;
import org.xsplice.schedule.Span;
import org.xsplice.time.Duration;

/** Reads {@code workload}: what CPUs do over time. */
final class ActivityReader {
    static final List<String> KEYS = List.of("cpus", "does", "for", "every", "phase");
    private static final String CPUS = "a CPU, a range (1-7, or 1- for all except CPU 0), or all";

    private static final Pattern RANGE = Pattern.compile("(?<first>[0-9]{1,3})(?<dash>-(?<last>[0-9]{1,3})?)?");

    private final VirtualCpus virtualCpus;
    private final int cpus;
    private final InputErrors errors;
    private final Scalars scalars;

    /** @param cpus how many CPUs there are */
    ActivityReader(VirtualCpus virtualCpus, int cpus, InputErrors errors) {
        this.virtualCpus = virtualCpus;
        this.cpus = cpus;
        this.errors = errors;
        scalars = new Scalars(errors);
    }

    List<Activity> read(Value value) {
        if (!(value instanceof Value.Items items)) {
            scalars.wrong(value, "a list of activities");
            return List.of();
        }
        return virtualCpus.there(value.place())
                ? items.values().stream().flatMap(v -> activities(v).stream()).toList()
                : List.of();
    }

    private List<Activity> activities(Value value) {
        if (!(value instanceof Value.Mapping mapping)) {
            scalars.wrong(value, "a mapping with " + Fields.oneOf(KEYS));
            return List.of();
        }
        Fields fields = new Fields(mapping, "an activity", KEYS, errors);
        List<Integer> which = fields.require("cpus", CPUS).map(this::cpus).orElse(List.of());
        Optional<Doing> doing = fields.require("does", Fields.oneOf(Doing.words()))
                .flatMap(v -> scalars.word(v, Doing.words()))
                .map(word -> Doing.values()[Doing.words().indexOf(word)]);
        Optional<Span> every = fields.find("every").flatMap(scalars::span);
        Span phase = fields.find("phase").flatMap(scalars::span).orElse(Span.of(Duration.ZERO));
        Optional<Span> lasts = doing.flatMap(d -> lasts(fields, d));
        return lasts.isEmpty()
                ? List.of()
                : which.stream()
                        .map(cpu -> new Activity(cpu, doing.get(), lasts.get(), every, phase))
                        .toList();
    }

    private Optional<Span> lasts(Fields fields, Doing doing) {
        if (doing.lasts()) {
            return fields.require("for", "a duration, for example 5ms, or a range")
                    .flatMap(scalars::span);
        }
        fields.find("for")
                .ifPresent(v ->
                        errors.add(v.place(), "\"for\" does not fit " + doing.word() + ", which takes no time", ""));
        return Optional.of(Span.of(Duration.ZERO));
    }

    /** Reads which CPUs; those beyond the last are an input error, except for an open range. */
    private List<Integer> cpus(Value value) {
        if (value instanceof Value.Scalar scalar && scalar.text().equals("all")) {
            return range(0, cpus - 1);
        }
        Matcher matcher = RANGE.matcher(value instanceof Value.Scalar scalar ? scalar.text() : "");
        if (!matcher.matches()) {
            scalars.wrong(value, CPUS);
            return List.of();
        }
        int first = Integer.parseInt(matcher.group("first"));
        boolean open = matcher.group("dash") != null && matcher.group("last") == null;
        int last = open ? cpus - 1 : matcher.group("last") == null ? first : Integer.parseInt(matcher.group("last"));
        if (last >= cpus || !open && first > last) {
            scalars.wrong(value, CPUS + "; there are CPUs 0 to " + (cpus - 1));
            return List.of();
        }
        return range(first, last);
    }

    private static List<Integer> range(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }
}
