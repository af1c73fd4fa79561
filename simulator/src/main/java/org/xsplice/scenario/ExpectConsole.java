// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario;

import java.util.List;

/** What the console shows. */
public record ExpectConsole(Place place, List<LinePattern> lines) implements Expectation {
    @Override
    public Check check(Observed seen) {
        return new Check(place, "console", LineDiff.between(lines, seen.console()));
    }
}
