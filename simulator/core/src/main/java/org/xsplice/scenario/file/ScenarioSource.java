// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import static org.xsplice.text.Formats.format;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.xsplice.event.ActionCommand;
import org.xsplice.plane.Flaw;
import org.xsplice.plane.SysctlCall;
import org.xsplice.scenario.step.Action;
import org.xsplice.scenario.step.Call;
import org.xsplice.scenario.step.CauseTrouble;
import org.xsplice.scenario.step.ListPayloads;
import org.xsplice.scenario.step.Operation;
import org.xsplice.scenario.step.PressKey;
import org.xsplice.scenario.step.Sysctl;
import org.xsplice.scenario.step.Upload;
import org.xsplice.scenario.step.Wait;
import org.xsplice.text.Visible;

/** Writes a scenario as a file that {@link ScenarioReader} reads. */
public final class ScenarioSource {
    private final StringBuilder text = new StringBuilder();

    /** Begins a file. */
    public ScenarioSource() {}

    /** Adds lines that are for people. */
    public ScenarioSource comment(List<String> lines) {
        lines.forEach(line -> text.append("# ").append(Visible.line(line)).append('\n'));
        return this;
    }

    /** Adds a key of the head with a number or a word. */
    public ScenarioSource head(String key, Object value) {
        text.append(key).append(": ").append(value).append('\n');
        return this;
    }

    /** Adds a key of the head with any text. */
    public ScenarioSource headText(String key, String value) {
        return head(key, quoted(value));
    }

    /** Begins the list of steps. */
    public ScenarioSource steps() {
        text.append("steps:\n");
        return this;
    }

    /**
     * Adds a step.
     *
     * @param expected keys of {@code expect} with their values, as they are written there
     * @throws IllegalArgumentException if scenario files cannot hold such an operation
     */
    public ScenarioSource step(Operation operation, Map<String, String> expected) {
        text.append("  - ").append(operation(operation)).append('\n');
        if (!expected.isEmpty()) {
            String pairs = expected.entrySet().stream()
                    .map(e -> e.getKey() + ": " + e.getValue())
                    .collect(Collectors.joining(", ", "{", "}"));
            text.append("    expect: ").append(pairs).append('\n');
        }
        return this;
    }

    private static String operation(Operation operation) {
        if (operation instanceof Upload upload) {
            return format("upload: {name: %s, file: %s}", quoted(upload.name()), quoted(upload.file()));
        }
        if (operation instanceof Action action) {
            return action(action);
        }
        if (operation instanceof ListPayloads) {
            return "list";
        }
        if (operation instanceof PressKey key) {
            return "key: " + quoted(String.valueOf(key.key()));
        }
        if (operation instanceof Call call) {
            return format(
                    "call: {function: %s, args: %s, returns: %s}",
                    quoted(call.function()), call.arguments(), call.type().word());
        }
        if (operation instanceof Wait wait) {
            return "wait: " + wait.duration().nanos() + "ns";
        }
        if (operation instanceof Sysctl sysctl) {
            return sysctl(sysctl.call());
        }
        if (operation instanceof CauseTrouble trouble) {
            return "trouble: " + trouble.with().word();
        }
        throw new IllegalArgumentException("not written: " + operation.commandLine());
    }

    private static String sysctl(SysctlCall call) {
        int cmd = call.cmd();
        boolean known = cmd >= 0 && cmd < SysctlReader.CALLS.size();
        StringBuilder fields =
                new StringBuilder("call: ").append(known ? SysctlReader.CALLS.get(cmd) : Integer.toUnsignedString(cmd));
        if (!call.name().isEmpty()) {
            fields.append(", name: ").append(quoted(call.name()));
        }
        number(fields, "action", call.action());
        number(fields, "flags", call.flags());
        number(fields, "index", call.index());
        number(fields, "count", call.count());
        number(fields, "size", call.size());
        if (!call.flaws().isEmpty()) {
            fields.append(", flaws: ")
                    .append(call.flaws().stream().map(Flaw::word).sorted().toList());
        }
        return "sysctl: {" + fields + "}";
    }

    private static void number(StringBuilder fields, String key, int value) {
        if (value != 0) {
            fields.append(", ").append(key).append(": ").append(Integer.toUnsignedString(value));
        }
    }

    private static String action(Action action) {
        StringBuilder fields = new StringBuilder("name: ").append(quoted(action.name()));
        if (!action.timeout().isZero()) {
            fields.append(", timeout: ").append(action.timeout().nanos()).append("ns");
        }
        if (action.nodeps()) {
            fields.append(", nodeps: true");
        }
        if (!action.waits() && action.command() != ActionCommand.UNLOAD) {
            fields.append(", wait: false");
        }
        return action.verb() + ": {" + fields + "}";
    }

    /** Writes text so that YAML reads just that. */
    static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : value.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                quoted.append(format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
