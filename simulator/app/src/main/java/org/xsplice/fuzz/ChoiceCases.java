// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xsplice.chance.Chance;
import org.xsplice.damage.ChoiceMutator;
import org.xsplice.damage.Mutant;

/** Scenarios with a damaged order of events, which the program replays. */
final class ChoiceCases implements CaseSource {
    private final TestedProgram program;
    private final List<PossibleOrder> orders;
    private final Chance chance;
    private final ChoiceMutator choices;

    ChoiceCases(TestedCommands commands, Chance chance) {
        program = commands.program().get();
        orders = commands.orders();
        this.chance = chance;
        choices = new ChoiceMutator(orders.stream().map(PossibleOrder::choices).toList(), chance);
    }

    @Override
    public FuzzCase prepare(long number) {
        int which = chance.below(orders.size());
        Mutant mutant = choices.mutate(which);
        byte[] file = orders.get(which).with(mutant.file());
        List<String> arguments = new ArrayList<>(List.of("run", "-"));
        arguments.addAll(ScenarioCases.LIMIT);
        if (chance.oneIn(2)) {
            arguments.add("--quiet");
        }
        return new FuzzCase(
                number,
                file,
                mutant.changes(),
                Optional.empty(),
                () -> CommandCase.run(program, Ending.ORDER, file, arguments));
    }
}
