// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.expect;

import org.xsplice.scenario.step.ReturnValue;
import org.xsplice.text.FilePosition;

/** What the guest function returns. */
public record ExpectReturned(FilePosition place, ReturnValue value) implements Expectation {
    @Override
    public ExpectationResult check(Observed seen) {
        return ExpectationResult.compare(
                place,
                "what " + seen.operation().title() + " returned",
                value.text(),
                seen.reply().returned().map(ReturnValue::text).orElse("it did not return"));
    }
}
