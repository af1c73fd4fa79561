// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.expect;

import java.util.List;
import org.xsplice.text.FilePosition;

/** What the client writes. */
public record ExpectOutput(FilePosition place, ToolStream stream, List<LinePattern> lines) implements Expectation {
    @Override
    public ExpectationResult check(Observed seen) {
        return new ExpectationResult(
                place,
                stream.word() + " of " + seen.operation().title(),
                LineDiff.between(lines, stream.lines(seen.reply().tool().orElseThrow())));
    }
}
