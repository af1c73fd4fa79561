// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.compare;

import java.util.List;
import org.xsplice.event.ByteString;
import org.xsplice.scenario.Schedule;
import org.xsplice.scenario.step.Operation;
import org.xsplice.scenario.step.Upload;

/**
 * A scenario that both planes do.
 *
 * @param seed of the order of the CPUs' turns, where that is random
 * @param payloads number i is uploaded from the file {@link #file file(i)}
 * @param steps uploads are still without content
 */
record CompareCase(long number, int cpus, Schedule schedule, long seed, List<Recipe> payloads, List<Operation> steps) {
    private static final String SUFFIX = ".livepatch";

    CompareCase {
        payloads = List.copyOf(payloads);
        steps = List.copyOf(steps);
    }

    static String file(int payload) {
        return "p" + payload + SUFFIX;
    }

    private static int payload(Upload upload) {
        return Integer.parseInt(upload.file().substring(1, upload.file().length() - SUFFIX.length()));
    }

    /** Returns whether a payload is uploaded. */
    boolean uses(int payload) {
        return steps.stream().anyMatch(s -> s instanceof Upload u && payload(u) == payload);
    }

    /** Returns the steps with the content of what they upload. */
    List<Operation> steps(Target target) {
        List<ByteString> files = payloads.stream()
                .map(recipe -> ByteString.of(recipe.build(target)))
                .toList();
        return steps.stream()
                .map(step -> step instanceof Upload u ? new Upload(u.name(), u.file(), files.get(payload(u))) : step)
                .toList();
    }

    CompareCase withSteps(List<Operation> others) {
        return new CompareCase(number, cpus, schedule, seed, payloads, others);
    }

    CompareCase withPayloads(List<Recipe> others) {
        return new CompareCase(number, cpus, schedule, seed, others, steps);
    }

    CompareCase withCpus(int count) {
        return new CompareCase(number, count, schedule, seed, payloads, steps);
    }

    CompareCase inTurns() {
        return new CompareCase(number, cpus, Schedule.ROUND_ROBIN, 1, payloads, steps);
    }
}
