// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.xsplice.scenario.InputError;
import org.xsplice.scenario.ScenarioException;
import org.xsplice.text.FilePosition;

/** Collects what is wrong with a file, so that one reading tells all of it. */
final class InputErrors {
    private final List<InputError> found = new ArrayList<>();

    void add(FilePosition place, String problem, String expected) {
        add(place, problem, expected, "");
    }

    void add(FilePosition place, String problem, String expected, String nearMiss) {
        found.add(new InputError(place, problem, expected, nearMiss));
    }

    /**
     * Ends the reading.
     *
     * @throws ScenarioException if anything was wrong
     */
    void throwIfAny() {
        if (!found.isEmpty()) {
            found.sort(Comparator.comparingInt((InputError m) -> m.place().line())
                    .thenComparingInt(m -> m.place().column()));
            throw new ScenarioException(found);
        }
    }
}
