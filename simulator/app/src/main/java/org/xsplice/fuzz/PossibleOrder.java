// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A scenario, and one of the orders in which its events can happen.
 *
 * @param scenario without {@code choices}, and such that they can be added at its end
 * @param choices as they are written
 */
public record PossibleOrder(byte[] scenario, List<String> choices) {
    /** A line of a replay: number, choice, what came of it. */
    private static final Pattern TAKEN = Pattern.compile("^ *\\d+  ([a-z]+\\d*(?:\\*\\d+)?) ", Pattern.MULTILINE);

    /** Has the program replay the first step and go on by itself; nothing where the scenario cannot be replayed. */
    static Optional<PossibleOrder> of(TestedProgram program, byte[] scenario) {
        TestedProgram.Printed printed =
                program.run(with(scenario, " step".getBytes(StandardCharsets.UTF_8)), List.of("run", "-"));
        List<String> choices = TAKEN.matcher(printed.out())
                .results()
                .map(found -> found.group(1))
                .toList();
        return choices.isEmpty() ? Optional.empty() : Optional.of(new PossibleOrder(scenario, choices));
    }

    /** Returns the scenario with choices. */
    byte[] with(byte[] written) {
        return with(scenario, written);
    }

    private static byte[] with(byte[] scenario, byte[] written) {
        byte[] key = "\nchoices: ".getBytes(StandardCharsets.UTF_8);
        ByteBuffer all = ByteBuffer.allocate(scenario.length + key.length + written.length + 1);
        return all.put(scenario).put(key).put(written).put((byte) '\n').array();
    }
}
