// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.expect;

import java.util.List;
import org.xsplice.text.FilePosition;

/** What the console shows. */
public record ExpectConsole(FilePosition place, List<LinePattern> lines) implements Expectation {
    @Override
    public ExpectationResult check(Observed seen) {
        return new ExpectationResult(place, "console", LineDiff.between(lines, seen.console()));
    }
}
