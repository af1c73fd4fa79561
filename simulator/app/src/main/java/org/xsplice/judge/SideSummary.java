// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.xsplice.scenario.step.Call;

/** Tells in a few words what a hypervisor did in a step. */
final class SideSummary {
    private SideSummary() {}

    static String of(AskedStep step, Side side) {
        if (side instanceof Side.Survived survived) {
            return seen(step, survived.seen());
        }
        return side instanceof Side.Died died ? "died: " + died.report() : "not reached";
    }

    private static String seen(AskedStep step, ObjectNode seen) {
        Command command = step.command().orElseThrow();
        if (step.operation() instanceof Call call) {
            boolean extra = call.function().equals("xen_extra_version");
            return extra
                    ? "\"" + seen.path("xen_extra").asText() + "\""
                    : "minor version " + seen.path("xen_minor").asText();
        }
        if (command.equals(ComparedStep.DUMP)) {
            return lines(seen.path("xen_log").size());
        }
        boolean done = seen.path("exit").asInt() == 0 && seen.path("rc").asInt() == 0;
        String result = done ? "ok" : failure(seen);
        return step.operation()
                .payload()
                .map(name -> result + state(seen, name))
                .orElse(result);
    }

    private static String lines(int number) {
        return number + (number == 1 ? " console line" : " console lines");
    }

    private static String failure(ObjectNode seen) {
        if (seen.has("strerror")) {
            return seen.path("strerror").asText();
        }
        String[] said = seen.path("stderr").asText().strip().split("\n");
        return "exit " + seen.path("exit").asText() + ", "
                + said[said.length - 1].replaceFirst("^Error (-?\\d+): ", "");
    }

    private static String state(ObjectNode seen, String name) {
        for (JsonNode payload : seen.path("states")) {
            if (payload.path("name").asText().equals(name)) {
                return ", " + payload.path("state").asText();
            }
        }
        return "";
    }
}
