// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.scenario.expect.ExpectConsole;
import org.xsplice.scenario.expect.ExpectDeath;
import org.xsplice.scenario.expect.ExpectErrno;
import org.xsplice.scenario.expect.ExpectHypercall;
import org.xsplice.scenario.expect.ExpectOriginalText;
import org.xsplice.scenario.expect.ExpectRc;
import org.xsplice.scenario.expect.ExpectReturned;
import org.xsplice.scenario.expect.ExpectState;
import org.xsplice.scenario.expect.ExpectStrict;
import org.xsplice.scenario.expect.Expectation;
import org.xsplice.scenario.expect.LinePattern;
import org.xsplice.scenario.step.Expectable;
import org.xsplice.scenario.step.Operation;
import org.xsplice.scenario.step.ReturnValue;
import org.xsplice.text.FilePosition;

/** Reads what a scenario file expects of a step. */
final class ExpectReader {
    static final List<String> KEYS = Expectable.words(EnumSet.allOf(Expectable.class));
    private static final List<String> STATES = List.of("CHECKED", "APPLIED", ExpectState.ABSENT);
    private static final String PREFIX = "(XEN) ";

    private final InputErrors errors;
    private final Scalars scalars;
    private final ErrnoReader errnos;
    private final PatternReader patterns;
    private final CodeReader code;
    private final ToolReader tool;
    private final VirtualCpus virtualCpus;

    ExpectReader(Optional<HypervisorImage> image, VirtualCpus virtualCpus, InputErrors errors) {
        this.errors = errors;
        scalars = new Scalars(errors);
        errnos = new ErrnoReader(errors);
        patterns = new PatternReader(errors);
        code = new CodeReader(image, errors);
        tool = new ToolReader(errors);
        this.virtualCpus = virtualCpus;
    }

    /** Reads the expectations of a step and adds those that go without saying. */
    List<Expectation> read(Operation operation, FilePosition place, Fields step) {
        List<Expectation> found = new ArrayList<>();
        Value.Mapping mapping = new Value.Mapping(place, List.of());
        Optional<Value> value = step.find("expect");
        if (value.orElse(null) instanceof Value.Mapping given) {
            mapping = given;
        } else {
            value.ifPresent(
                    v -> scalars.wrong(v, "a mapping with " + Fields.oneOf(Expectable.words(operation.expectable()))));
        }
        Fields fields = new Fields(mapping, what(operation), Expectable.words(operation.expectable()), errors);
        if (fields.has("dies") && operation.expectable().contains(Expectable.DIES)) {
            fields.find("dies").flatMap(this::death).ifPresent(found::add);
            nothingReturned(fields);
        } else {
            results(operation, place, fields, found);
        }
        if (operation.expectable().contains(Expectable.EXIT)) {
            tool.expectations(place, fields, !fields.has("dies"), found);
        }
        operation.payload().ifPresent(name -> fields.find("state").ifPresent(v -> state(name, v, found)));
        fields.find("states").ifPresent(v -> states(v, found));
        fields.find("returns").flatMap(this::returned).ifPresent(found::add);
        fields.find("console")
                .flatMap(v -> patterns.list(v, PREFIX).map(lines -> new ExpectConsole(v.place(), lines)))
                .ifPresent(found::add);
        fields.find("hypercall")
                .ifPresent(v -> each(v).forEach(item -> hypercall(item).ifPresent(found::add)));
        fields.find("bytes")
                .ifPresent(v -> each(v).forEach(item -> code.bytes(item).ifPresent(found::add)));
        fields.find("disassembly")
                .ifPresent(v -> each(v).forEach(item -> code.disassembly(item).ifPresent(found::add)));
        fields.find("text").flatMap(this::text).ifPresent(found::add);
        return List.copyOf(found);
    }

    private static String what(Operation operation) {
        return "the expectations of " + word(operation);
    }

    private static String word(Operation operation) {
        String line = operation.commandLine();
        return line.contains(" ") ? line.substring(0, line.indexOf(' ')) : line;
    }

    /** Reads errno and rc: success where the file does not say otherwise. */
    private void results(Operation operation, FilePosition place, Fields fields, List<Expectation> found) {
        Optional<Value> strict = fields.find("strict");
        if (strict.isPresent()) {
            strict.flatMap(this::quirk)
                    .ifPresent(number -> found.add(new ExpectStrict(strict.get().place(), number)));
            beside(fields, "errno", "strict", "a refusal of strict mode always has the same errno");
            beside(fields, "rc", "strict", "strict mode does not change rc when it refuses");
            return;
        }
        Optional<Value> errno = fields.find("errno");
        Optional<Integer> expected = errno.filter(v -> !isAny(v)).flatMap(errnos::read);
        if (errno.isEmpty() && operation.implied().contains(Expectable.ERRNO)) {
            found.add(new ExpectErrno(place, 0, true));
        }
        expected.ifPresent(rc -> found.add(new ExpectErrno(errno.get().place(), rc, false)));
        Optional<Value> rc = fields.find("rc");
        if (rc.isPresent()) {
            rc.filter(v -> !isAny(v))
                    .flatMap(errnos::read)
                    .ifPresent(number -> found.add(new ExpectRc(rc.get().place(), number, false)));
        } else if (operation.implied().contains(Expectable.RC)
                && expected.orElse(0) == 0
                && errno.filter(ExpectReader::isAny).isEmpty()) {
            found.add(new ExpectRc(place, 0, true));
        }
    }

    /** Returns whether a result may be what it will. */
    private static boolean isAny(Value value) {
        return value instanceof Value.Scalar scalar && scalar.text().equals("any");
    }

    private void nothingReturned(Fields fields) {
        for (String key : List.of("errno", "rc", "returns", "exit", "strict")) {
            beside(fields, key, "dies", "a hypervisor that has died returns nothing");
        }
    }

    private void beside(Fields fields, String key, String other, String why) {
        fields.find(key)
                .ifPresent(v -> errors.add(
                        v.place(), "\"" + key + "\" together with \"" + other + "\"", "only one of them: " + why));
    }

    private Optional<Integer> quirk(Value value) {
        return scalars.integer(value, 1, Integer.MAX_VALUE, "the number of a quirk, as docs/strict.md lists them")
                .map(Long::intValue);
    }

    private Optional<Expectation> death(Value value) {
        String expected = "true, or a part of the cause of death; without dies the hypervisor must survive anyway";
        if (!(value instanceof Value.Scalar scalar)
                || scalar.isNull()
                || scalar.text().equals("false")) {
            return scalars.wrong(value, expected);
        }
        Optional<LinePattern> cause =
                scalar.text().equals("true") ? Optional.of(new LinePattern.Anything()) : patterns.part(scalar);
        return cause.map(pattern -> new ExpectDeath(value.place(), pattern));
    }

    private void state(String payload, Value value, List<Expectation> found) {
        scalars.word(value, STATES)
                .ifPresent(s -> found.add(new ExpectState(value.place(), payload, s, Optional.empty())));
    }

    private void states(Value value, List<Expectation> found) {
        if (!(value instanceof Value.Mapping mapping)) {
            scalars.wrong(value, "a mapping of payload names to " + Fields.oneOf(STATES));
            return;
        }
        List<String> names = mapping.fields().stream().map(Value.Field::key).toList();
        new Fields(mapping, "states", names, errors);
        for (Value.Field field : mapping.fields()) {
            if (field.value() instanceof Value.Mapping detailed) {
                Fields fields = new Fields(detailed, "a state", List.of("state", "rc"), errors);
                Optional<Integer> rc = fields.find("rc").flatMap(errnos::read);
                fields.require("state", Fields.oneOf(STATES))
                        .flatMap(v -> scalars.word(v, STATES))
                        .ifPresent(s -> found.add(new ExpectState(detailed.place(), field.key(), s, rc)));
            } else {
                state(field.key(), field.value(), found);
            }
        }
    }

    private Optional<Expectation> returned(Value value) {
        if (!(value instanceof Value.Scalar scalar) || scalar.isNull()) {
            return scalars.wrong(value, "a string or an integer");
        }
        OptionalLong number = scalar.plain() ? Numbers.parse(scalar.text()) : OptionalLong.empty();
        return Optional.of(new ExpectReturned(
                value.place(),
                number.isPresent() ? new ReturnValue.Number(number.getAsLong()) : new ReturnValue.Text(scalar.text())));
    }

    private Optional<Expectation> hypercall(Value value) {
        if (!(value instanceof Value.Mapping mapping)) {
            return scalars.wrong(value, "a mapping with cpu and returns");
        }
        Fields fields = new Fields(mapping, "hypercall", List.of("cpu", "returns"), errors);
        Optional<Integer> cpu = virtualCpus.cpu(fields);
        Optional<Long> result = fields.require("returns", "an integer")
                .flatMap(v -> scalars.integer(v, Long.MIN_VALUE, Long.MAX_VALUE, "an integer"));
        return virtualCpus.there(value.place())
                ? cpu.flatMap(c -> result.map(r -> new ExpectHypercall(value.place(), c, r)))
                : Optional.empty();
    }

    private static List<Value> each(Value value) {
        return value instanceof Value.Items items ? items.values() : List.of(value);
    }

    private Optional<Expectation> text(Value value) {
        return scalars.word(value, List.of("original", "patched"))
                .map(word -> new ExpectOriginalText(value.place(), word.equals("original")));
    }
}
