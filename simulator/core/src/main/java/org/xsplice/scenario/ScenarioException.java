// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario;

import java.util.List;
import java.util.stream.Collectors;

/** A scenario file has input errors; the message has one line for each. */
public final class ScenarioException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<InputError> errors;

    public ScenarioException(List<InputError> errors) {
        super(errors.stream().map(InputError::toString).collect(Collectors.joining("\n")));
        this.errors = List.copyOf(errors);
    }

    /** Returns all that were found, in the order of their places. */
    public List<InputError> errors() {
        return errors;
    }
}
