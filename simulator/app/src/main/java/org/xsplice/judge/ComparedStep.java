// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A step that two hypervisors took.
 *
 * @param differences empty where they agree
 */
record ComparedStep(AskedStep step, Side simulated, Side real, List<FieldDifference> differences) {
    /** The one debug key whose handler is about live patches. */
    static final Command DUMP = new Command.Key("x");

    static ComparedStep of(AskedStep step, Side simulated, Side real) {
        return new ComparedStep(step, simulated, real, differences(step, simulated, real));
    }

    private static List<FieldDifference> differences(AskedStep step, Side simulated, Side real) {
        if (simulated instanceof Side.Survived ours && real instanceof Side.Survived theirs) {
            return fields(step, ours.seen(), theirs.seen());
        }
        if (simulated instanceof Side.Died ours && real instanceof Side.Died theirs) {
            return ours.report().mismatches(theirs.report()).stream()
                    .map(m -> new FieldDifference(m.field(), List.of(m.actual()), List.of(m.expected())))
                    .toList();
        }
        return simulated.getClass() == real.getClass()
                ? List.of()
                : List.of(new FieldDifference("life", List.of(life(simulated)), List.of(life(real))));
    }

    private static String life(Side side) {
        if (side instanceof Side.Died died) {
            return "died: " + died.report();
        }
        return side instanceof Side.Survived ? "lives" : "had died before";
    }

    private static List<FieldDifference> fields(AskedStep step, ObjectNode ours, ObjectNode theirs) {
        Set<String> names = new LinkedHashSet<>();
        theirs.fieldNames().forEachRemaining(names::add);
        ours.fieldNames().forEachRemaining(names::add);
        // The other keys' handlers show the state of a booted machine.
        if (step.command().orElseThrow() instanceof Command.Key key && !key.equals(DUMP)) {
            names.remove("xen_log");
        }
        List<FieldDifference> differences = new ArrayList<>();
        for (String name : names) {
            JsonNode our = ours.get(name);
            JsonNode their = theirs.get(name);
            if (our == null || !our.equals(their)) {
                differences.add(FieldDifference.of(name, our, their));
            }
        }
        return differences;
    }

    /** Returns whether both took it, or both were dead after agreeing. */
    boolean same() {
        return differences.isEmpty();
    }

    /** Returns whether there was anything to compare. */
    boolean taken() {
        return !(simulated instanceof Side.NotReached && real instanceof Side.NotReached);
    }
}
