// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.expect;

import java.util.OptionalLong;
import org.xsplice.scenario.step.ReturnValue;
import org.xsplice.text.FilePosition;

/** What the last hypercall of a virtual CPU returned. */
public record ExpectHypercall(FilePosition place, int cpu, long result) implements Expectation {
    @Override
    public ExpectationResult check(Observed seen) {
        OptionalLong actual =
                seen.plane().virtualCpus().map(cpus -> cpus.result(cpu)).orElseGet(OptionalLong::empty);
        return ExpectationResult.compare(
                place,
                "what the hypercall of CPU " + cpu + " returned",
                new ReturnValue.Number(result).text(),
                actual.isPresent() ? new ReturnValue.Number(actual.getAsLong()).text() : "no hypercall has returned");
    }
}
