// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario;

/** What the guest function returns. */
public record ExpectReturned(Place place, ReturnValue value) implements Expectation {
    @Override
    public Check check(Observed seen) {
        return Check.compare(
                place,
                "what " + ((Call) seen.operation()).function() + "() returned",
                value.text(),
                seen.reply().returned().map(ReturnValue::text).orElse("it did not return"));
    }
}
