// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import java.util.List;
import java.util.function.Supplier;

/**
 * What is asked of the program with damaged files.
 *
 * @param program makes one for each thread
 * @param scenarios good ones, which name their payloads in a way that does not depend on where the scenario is
 * @param orders scenarios whose order of events can be chosen, with an order that is possible
 */
public record TestedCommands(Supplier<TestedProgram> program, List<byte[]> scenarios, List<PossibleOrder> orders) {
    /**
     * Has the program replay scenarios to have an order of events of each.
     *
     * @param replayed scenarios whose order of events can be chosen
     */
    public static TestedCommands of(Supplier<TestedProgram> program, List<byte[]> scenarios, List<byte[]> replayed) {
        TestedProgram one = program.get();
        List<PossibleOrder> orders = replayed.stream()
                .flatMap(scenario -> PossibleOrder.of(one, scenario).stream())
                .toList();
        return new TestedCommands(program, scenarios, orders);
    }
}
