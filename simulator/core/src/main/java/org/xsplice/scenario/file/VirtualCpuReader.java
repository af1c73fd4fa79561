// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import static org.xsplice.text.Formats.format;

import java.util.List;
import java.util.Optional;
import org.xsplice.scenario.step.Busy;
import org.xsplice.scenario.step.Hypercall;
import org.xsplice.scenario.step.Nmi;
import org.xsplice.scenario.step.Operation;
import org.xsplice.scenario.step.Plug;
import org.xsplice.scenario.step.WaitQueue;
import org.xsplice.scenario.step.Wake;
import org.xsplice.time.Duration;

/** Reads the steps that are about CPUs and their virtual CPUs rather than about payloads. */
final class VirtualCpuReader {
    static final List<String> OPERATIONS =
            List.of("busy", "hypercall", "nmi", "offline", "online", "waitqueue", "wake");
    private static final int ARGUMENTS_MAX = 4;
    private static final String DURATION = "a duration, for example 40ms";

    private final VirtualCpus virtualCpus;
    private final InputErrors errors;
    private final Scalars scalars;

    VirtualCpuReader(VirtualCpus virtualCpus, InputErrors errors) {
        this.virtualCpus = virtualCpus;
        this.errors = errors;
        scalars = new Scalars(errors);
    }

    /** Reads the value of one of {@link #OPERATIONS}. */
    Optional<Operation> operation(String key, Value value) {
        List<String> keys = keys(key);
        if (!(value instanceof Value.Mapping mapping)) {
            return scalars.wrong(
                    value,
                    keys.size() == 1
                            ? "a mapping with " + keys.get(0)
                            : format(
                                    "a mapping with %s and %s",
                                    String.join(", ", keys.subList(0, keys.size() - 1)), keys.get(keys.size() - 1)));
        }
        Fields fields = new Fields(mapping, key, keys, errors);
        Optional<Integer> cpu = virtualCpus.cpu(fields);
        Optional<Operation> operation = switch (key) {
            case "busy" -> duration(fields).flatMap(d -> cpu.map(c -> new Busy(c, d)));
            case "hypercall" -> hypercall(fields, cpu);
            case "nmi" -> cpu.map(Nmi::new);
            case "offline", "online" ->
                duration(fields).flatMap(d -> cpu.map(c -> new Plug(c, key.equals("online"), d)));
            case "waitqueue" -> domain(fields).flatMap(domain -> cpu.map(c -> new WaitQueue(c, domain)));
            case "wake" -> cpu.map(Wake::new);
            default -> throw new IllegalStateException(key);
        };
        return virtualCpus.there(mapping.place()) ? operation : Optional.empty();
    }

    private static List<String> keys(String key) {
        return switch (key) {
            case "hypercall" -> List.of("cpu", "number", "args");
            case "waitqueue" -> List.of("cpu", "domain");
            case "nmi", "wake" -> List.of("cpu");
            default -> List.of("cpu", "for");
        };
    }

    private Optional<Duration> duration(Fields fields) {
        return fields.require("for", DURATION).flatMap(scalars::duration);
    }

    private Optional<Integer> domain(Fields fields) {
        String expected = "a domain from 0 to " + WaitQueue.DOMAIN_MAX;
        return fields.require("domain", expected)
                .flatMap(v -> scalars.integer(v, 0, WaitQueue.DOMAIN_MAX, expected))
                .map(Long::intValue);
    }

    private Optional<Operation> hypercall(Fields fields, Optional<Integer> cpu) {
        String expected = "the number of a hypercall";
        Optional<Integer> number = fields.require("number", expected)
                .flatMap(v -> scalars.integer(v, 0, Integer.MAX_VALUE, expected))
                .map(Long::intValue);
        List<Long> arguments = scalars.arguments(fields, ARGUMENTS_MAX);
        return cpu.flatMap(c -> number.map(n -> new Hypercall(c, n, arguments)));
    }
}
