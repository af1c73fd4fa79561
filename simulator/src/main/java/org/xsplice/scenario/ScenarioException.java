// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario;

import java.util.List;
import java.util.stream.Collectors;

/** A scenario file has mistakes; the message has one line for each. */
public final class ScenarioException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Mistake> mistakes;

    public ScenarioException(List<Mistake> mistakes) {
        super(mistakes.stream().map(Mistake::toString).collect(Collectors.joining("\n")));
        this.mistakes = List.copyOf(mistakes);
    }

    /** Returns all that were found, in the order of their places. */
    public List<Mistake> mistakes() {
        return mistakes;
    }
}
