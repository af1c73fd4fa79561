// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import java.util.List;
import java.util.regex.Pattern;

/** What the program does with a damaged file: it must end as its pages say, and say nothing that a terminal obeys. */
final class CommandCase {
    private static final int EXIT_MAX = 4;
    private static final int MISSING = 4;
    private static final List<String> BUGS = List.of("this is a bug in the simulator", "is too small for this");
    /** As Java writes where an exception comes from. */
    private static final Pattern TRACE = Pattern.compile("^\\s+at [\\w.$]+\\([\\w.]*(:\\d+)?\\)$", Pattern.MULTILINE);

    private CommandCase() {}

    /**
     * Carries out a command line, and looks at what comes of it.
     *
     * @throws AssertionError if that must not be
     */
    static CaseResult run(TestedProgram program, Ending ending, byte[] input, List<String> arguments) {
        TestedProgram.Printed printed = program.run(input, arguments);
        String all = printed.out() + printed.err();
        BUGS.stream().filter(all::contains).findFirst().ifPresent(bug -> {
            throw wrong(arguments, printed, "it says: " + bug);
        });
        if (TRACE.matcher(all).find()) {
            throw wrong(arguments, printed, "it prints a trace of Java");
        }
        all.codePoints().filter(CommandCase::obeyed).findFirst().ifPresent(c -> {
            throw wrong(arguments, printed, "it prints the character " + Integer.toHexString(c));
        });
        if (printed.code() < 0 || printed.code() > EXIT_MAX) {
            throw wrong(arguments, printed, "no command ends so");
        }
        boolean overTime = printed.code() == MISSING && printed.err().contains("the time limit of ");
        if (printed.code() == MISSING && !overTime) {
            throw wrong(arguments, printed, "nothing is missing");
        }
        if (printed.code() != 0 && all.isBlank()) {
            throw wrong(arguments, printed, "it does not say why");
        }
        return new CaseResult(ending, overTime ? "4, of the time limit" : Integer.toString(printed.code()));
    }

    private static AssertionError wrong(List<String> arguments, TestedProgram.Printed printed, String what) {
        return new AssertionError(
                String.join(" ", arguments) + " ends with " + printed.code() + "; " + what + "\n" + printed.err());
    }

    /** Returns whether a terminal may do something else with a character than show it. */
    private static boolean obeyed(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c != '\n' && c != '\t';
            case Character.FORMAT,
                    Character.UNASSIGNED,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
