// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.ByteString;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.plane.Trouble;
import org.xsplice.scenario.Step;
import org.xsplice.scenario.expect.ExpectDeath;
import org.xsplice.scenario.step.Action;
import org.xsplice.scenario.step.Call;
import org.xsplice.scenario.step.CauseTrouble;
import org.xsplice.scenario.step.ListPayloads;
import org.xsplice.scenario.step.Look;
import org.xsplice.scenario.step.Operation;
import org.xsplice.scenario.step.PressKey;
import org.xsplice.scenario.step.ReturnType;
import org.xsplice.scenario.step.Upload;
import org.xsplice.scenario.step.Wait;
import org.xsplice.text.NearMiss;
import org.xsplice.time.Duration;

/** Reads the steps of a scenario file. */
final class StepReader {
    static final List<String> OPERATIONS = Stream.of(
                    List.of(
                            "upload", "apply", "revert", "replace", "unload", "list", "lp", "key", "call", "sysctl",
                            "trouble"),
                    VirtualCpuReader.OPERATIONS,
                    List.of("wait"))
            .flatMap(List::stream)
            .toList();
    static final List<String> KEYS =
            Stream.concat(OPERATIONS.stream(), Stream.of("expect", "note")).toList();
    private static final List<String> TROUBLES =
            Trouble.all().stream().map(Trouble::word).toList();
    private static final String NAME = "the name of a payload";
    private static final String FUNCTION = "the name of a function of the guest";
    private static final int ARGUMENTS_MAX = 6;

    private final Path file;
    private final Optional<HypervisorImage> image;
    private final InputErrors errors;
    private final Scalars scalars;
    private final VirtualCpuReader virtualCpus;
    private final ToolReader tool;
    private final PayloadFiles payloads;
    private final ExpectReader expectations;
    private boolean dead;

    /**
     * @param file that is read, as the user named it
     * @param image nothing where it could not be read; functions are then taken to exist
     */
    StepReader(Path file, Optional<HypervisorImage> image, int cpus, InputErrors errors) {
        this.file = file;
        this.image = image;
        this.errors = errors;
        scalars = new Scalars(errors);
        VirtualCpus those = new VirtualCpus(image, cpus, errors);
        virtualCpus = new VirtualCpuReader(those, errors);
        tool = new ToolReader(errors);
        payloads = new PayloadFiles(errors);
        expectations = new ExpectReader(image, those, errors);
    }

    Optional<Step> read(Value value) {
        if (value instanceof Value.Scalar word) {
            // "- list" is short for "- list:".
            Value nothing = new Value.Scalar(word.place(), "", true);
            Value.Field field = new Value.Field(word.place(), word.text(), nothing);
            return read(new Value.Mapping(word.place(), List.of(field)));
        }
        if (value instanceof Value.Mapping mapping) {
            return read(mapping);
        }
        return scalars.wrong(value, "a step: a mapping with one of " + Fields.oneOf(OPERATIONS) + ", or with expect");
    }

    private Optional<Step> read(Value.Mapping mapping) {
        Fields fields = new Fields(mapping, "a step", KEYS, errors);
        List<Value.Field> named = mapping.fields().stream()
                .filter(f -> OPERATIONS.contains(f.key()))
                .toList();
        if (named.size() > 1) {
            errors.add(
                    named.get(1).place(),
                    "\"" + named.get(1).key() + "\" in a step that has \""
                            + named.get(0).key() + "\" already",
                    "one operation for each step; begin the next step with \"- \"");
            return Optional.empty();
        }
        boolean looksOnly = named.isEmpty() && fields.has("expect");
        if (named.isEmpty() && !looksOnly) {
            if (mapping.fields().stream().allMatch(f -> KEYS.contains(f.key()))) {
                errors.add(mapping.place(), "this step does nothing", Fields.oneOf(OPERATIONS) + ", or expect");
            }
            return Optional.empty();
        }
        Optional<Operation> operation = looksOnly
                ? Optional.of(new Look())
                : operation(named.get(0).key(), named.get(0).value());
        String note = fields.find("note")
                .flatMap(v -> scalars.text(v, "a line of text"))
                .orElse("");
        if (dead && !looksOnly) {
            errors.add(
                    mapping.place(),
                    "this step comes after the death of the hypervisor",
                    "only expect after a step with dies");
        }
        Optional<Step> step =
                operation.map(o -> new Step(mapping.place(), note, o, expectations.read(o, mapping.place(), fields)));
        dead |= step.stream().flatMap(s -> s.expectations().stream()).anyMatch(e -> e instanceof ExpectDeath);
        return step;
    }

    private Optional<Operation> operation(String key, Value value) {
        return switch (key) {
            case "upload" -> upload(value);
            case "apply" -> action(ActionCommand.APPLY, value, List.of("name", "timeout", "nodeps", "wait"));
            case "revert", "replace" ->
                action(ActionCommand.valueOf(key.toUpperCase(Locale.ROOT)), value, List.of("name", "timeout", "wait"));
            case "unload" -> action(ActionCommand.UNLOAD, value, List.of("name"));
            case "list" -> list(value);
            case "lp" -> tool.operation(value, file);
            case "key" -> key(value);
            case "call" -> call(value);
            case "trouble" -> scalars.word(value, TROUBLES).flatMap(Trouble::of).map(CauseTrouble::new);
            case "sysctl" -> new SysctlReader(errors).operation(value);
            case "wait" -> scalars.duration(value).map(Wait::new);
            default -> virtualCpus.operation(key, value);
        };
    }

    private Optional<Operation> upload(Value value) {
        if (!(value instanceof Value.Mapping mapping)) {
            return scalars.wrong(value, "a mapping with name and file");
        }
        Fields fields = new Fields(mapping, "upload", List.of("name", "file"), errors);
        Optional<String> name = fields.require("name", NAME).flatMap(v -> scalars.text(v, NAME));
        String wanted = "the path of a payload, relative to this file";
        Optional<Value> file = fields.require("file", wanted);
        Optional<String> path = file.flatMap(v -> scalars.path(v, wanted));
        Optional<ByteString> content =
                path.flatMap(p -> payloads.content(file.get(), ScenarioFiles.beside(this.file, p)));
        return name.flatMap(n -> content.map(c -> new Upload(n, path.get(), c)));
    }

    private Optional<Operation> action(ActionCommand command, Value value, List<String> keys) {
        boolean waitsByDefault = command != ActionCommand.UNLOAD;
        if (value instanceof Value.Scalar) {
            return scalars.text(value, NAME)
                    .map(name -> new Action(command, name, Duration.ZERO, false, waitsByDefault));
        }
        if (!(value instanceof Value.Mapping mapping)) {
            return scalars.wrong(value, NAME + ", or a mapping with " + Fields.oneOf(keys));
        }
        String what = command.name().toLowerCase(Locale.ROOT);
        Fields fields = new Fields(mapping, what, keys, errors);
        Duration timeout = fields.find("timeout").flatMap(scalars::duration).orElse(Duration.ZERO);
        boolean nodeps = fields.find("nodeps").flatMap(scalars::bool).orElse(false);
        boolean waits = fields.find("wait").flatMap(scalars::bool).orElse(waitsByDefault);
        return fields.require("name", NAME)
                .flatMap(v -> scalars.text(v, NAME))
                .map(name -> new Action(command, name, timeout, nodeps, waits));
    }

    private Optional<Operation> list(Value value) {
        return value instanceof Value.Scalar scalar && scalar.isNull()
                ? Optional.of(new ListPayloads())
                : scalars.wrong(value, "no value after list");
    }

    private Optional<Operation> key(Value value) {
        String expected = "a single character, for example x";
        Optional<String> text = scalars.text(value, expected);
        return text.filter(t -> t.length() == 1).isPresent() || text.isEmpty()
                ? text.map(t -> new PressKey(t.charAt(0)))
                : scalars.wrong(value, expected);
    }

    private Optional<Operation> call(Value value) {
        if (value instanceof Value.Scalar) {
            return function(value).map(f -> new Call(f, List.of(), ReturnType.AUTO));
        }
        if (!(value instanceof Value.Mapping mapping)) {
            return scalars.wrong(value, FUNCTION + ", or a mapping with function, args and returns");
        }
        Fields fields = new Fields(mapping, "call", List.of("function", "args", "returns"), errors);
        List<Long> arguments = scalars.arguments(fields, ARGUMENTS_MAX);
        List<String> types =
                Stream.of(ReturnType.values()).map(ReturnType::word).toList();
        ReturnType type = fields.find("returns")
                .flatMap(v -> scalars.word(v, types))
                .map(word -> ReturnType.values()[types.indexOf(word)])
                .orElse(ReturnType.AUTO);
        return fields.require("function", FUNCTION).flatMap(this::function).map(f -> new Call(f, arguments, type));
    }

    private Optional<String> function(Value value) {
        Optional<String> name = scalars.text(value, FUNCTION);
        if (name.isPresent()
                && image.isPresent()
                && image.get().symbols().find(name.get()).isEmpty()) {
            String nearMiss = NearMiss.of(name.get(), image.get().symbols().names());
            errors.add(value.place(), "the guest has no function " + name.get(), FUNCTION, nearMiss);
            return Optional.empty();
        }
        return name;
    }
}
