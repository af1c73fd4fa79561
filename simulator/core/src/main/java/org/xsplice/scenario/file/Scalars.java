// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.xsplice.schedule.Span;
import org.xsplice.text.NearMiss;
import org.xsplice.time.Duration;

/** Reads single values; what cannot be read is an input error. */
final class Scalars {
    private static final String DURATION = "a whole number with a unit (ns, us, ms or s), for example 30ms";

    private final InputErrors errors;

    Scalars(InputErrors errors) {
        this.errors = errors;
    }

    /**
     * Reads a piece of text; numbers count as text too.
     *
     * @param expected what it should be, for people
     */
    Optional<String> text(Value value, String expected) {
        if (value instanceof Value.Scalar scalar
                && !scalar.isNull()
                && !scalar.text().isEmpty()) {
            return Optional.of(scalar.text());
        }
        return wrong(value, expected);
    }

    /** Reads the path of a file. */
    Optional<String> path(Value value, String expected) {
        Optional<String> text = text(value, expected);
        return text.filter(t -> t.indexOf('\0') >= 0).isPresent() ? wrong(value, expected) : text;
    }

    /** Reads a whole number within bounds. */
    Optional<Long> integer(Value value, long min, long max, String expected) {
        if (value instanceof Value.Scalar scalar && scalar.plain()) {
            OptionalLong number = Numbers.parse(scalar.text());
            if (number.isPresent() && number.getAsLong() >= min && number.getAsLong() <= max) {
                return Optional.of(number.getAsLong());
            }
        }
        return wrong(value, expected);
    }

    Optional<Duration> duration(Value value) {
        if (value instanceof Value.Scalar scalar) {
            Optional<Duration> duration = Duration.parse(scalar.text());
            if (duration.isPresent()) {
                return duration;
            }
        }
        return wrong(value, DURATION);
    }

    Optional<Boolean> bool(Value value) {
        if (value instanceof Value.Scalar scalar && scalar.plain()) {
            if (scalar.text().equals("true") || scalar.text().equals("false")) {
                return Optional.of(scalar.text().equals("true"));
            }
        }
        return wrong(value, "true or false");
    }

    /** Reads the field {@code args}: a list of integers, empty where it is not there. */
    List<Long> arguments(Fields fields, int max) {
        List<Long> arguments = new ArrayList<>();
        fields.find("args").ifPresent(value -> {
            if (value instanceof Value.Items items && items.values().size() <= max) {
                items.values()
                        .forEach(item -> integer(item, Long.MIN_VALUE, Long.MAX_VALUE, "an integer")
                                .ifPresent(arguments::add));
            } else {
                wrong(value, "a list of at most " + max + " integers");
            }
        });
        return List.copyOf(arguments);
    }

    /** Reads a duration, or a range of durations: {@code 1ms-5ms}. */
    Optional<Span> span(Value value) {
        if (value instanceof Value.Scalar scalar) {
            String[] ends = scalar.text().split("-", 2);
            Optional<Duration> min = Duration.parse(ends[0]);
            Optional<Duration> max = ends.length == 1 ? min : Duration.parse(ends[1]);
            if (min.isPresent() && max.isPresent() && min.get().compareTo(max.get()) <= 0) {
                return Optional.of(new Span(min.get(), max.get()));
            }
        }
        return wrong(value, "a duration or a range, for example 5ms or 1ms-5ms");
    }

    /** Reads one of several words. */
    Optional<String> word(Value value, List<String> words) {
        if (value instanceof Value.Scalar scalar) {
            if (words.contains(scalar.text())) {
                return Optional.of(scalar.text());
            }
            errors.add(
                    value.place(),
                    "there is no " + value.kind(),
                    Fields.oneOf(words),
                    NearMiss.of(scalar.text(), words));
            return Optional.empty();
        }
        return wrong(value, Fields.oneOf(words));
    }

    /** Records that a value is not what it should be. */
    <T> Optional<T> wrong(Value value, String expected) {
        errors.add(value.place(), "found " + value.kind(), expected);
        return Optional.empty();
    }
}
