// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario;

import java.util.List;

/**
 * Whether an expectation was met.
 *
 * @param subject what was looked at
 * @param diff what was expected and what was there; empty where it was met
 */
public record Check(Place place, String subject, List<DiffLine> diff) {
    static Check met(Place place, String subject) {
        return new Check(place, subject, List.of());
    }

    static Check compare(Place place, String subject, String expected, String actual) {
        return expected.equals(actual) ? met(place, subject) : missed(place, subject, expected, actual);
    }

    static Check missed(Place place, String subject, String expected, String actual) {
        return new Check(
                place,
                subject,
                List.of(new DiffLine(DiffLine.Kind.EXPECTED, expected), new DiffLine(DiffLine.Kind.ACTUAL, actual)));
    }

    public boolean met() {
        return diff.isEmpty();
    }
}
