// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xsplice.chance.Chance;
import org.xsplice.damage.Mutant;
import org.xsplice.damage.TextMutator;

/** Damaged scenario files, which the program runs and prints in one of its ways. */
final class ScenarioCases implements CaseSource {
    /** So long a run may take on this machine; what it cuts short has shown enough. */
    static final List<String> LIMIT = List.of("--time-limit", "500ms");

    private static final List<List<String>> WAYS = List.of(
            List.of(),
            List.of("--events"),
            List.of("--quiet"),
            List.of("--timeline"),
            List.of("--strict"),
            List.of("--cpus", "1"));

    private final TestedProgram program;
    private final Chance chance;
    private final TextMutator texts;

    ScenarioCases(TestedCommands commands, Chance chance) {
        program = commands.program().get();
        this.chance = chance;
        texts = new TextMutator(commands.scenarios(), chance);
    }

    @Override
    public FuzzCase prepare(long number) {
        Mutant mutant = texts.mutate();
        List<String> arguments = new ArrayList<>(List.of("run", "-"));
        arguments.addAll(LIMIT);
        arguments.addAll(WAYS.get(chance.below(WAYS.size())));
        return new FuzzCase(
                number,
                mutant.file(),
                mutant.changes(),
                Optional.empty(),
                () -> CommandCase.run(program, Ending.SCENARIO, mutant.file(), arguments));
    }
}
