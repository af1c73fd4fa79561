// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.expect;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.machine.PageFaultException;
import org.xsplice.text.FilePosition;

/**
 * What bytes stand somewhere.
 *
 * @param bytes two lower-case hex digits each, or {@code ??} where any will do
 */
public record ExpectBytes(FilePosition place, Location at, List<String> bytes) implements Expectation {
    /** Stands for any byte. */
    public static final String ANY = "??";

    @Override
    public ExpectationResult check(Observed seen) {
        String subject = "bytes at " + at.text();
        String expected = String.join(" ", bytes);
        byte[] actual;
        try {
            actual = seen.plane().hypervisor().memory().read(at.address(), bytes.size());
        } catch (PageFaultException e) {
            return ExpectationResult.missed(place, subject, expected, "not mapped");
        }
        boolean same = true;
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < actual.length; i++) {
            shown.add(format("%02x", actual[i]));
            same &= bytes.get(i).equals(ANY) || bytes.get(i).equals(shown.get(i));
        }
        return same
                ? ExpectationResult.met(place, subject)
                : ExpectationResult.missed(place, subject, expected, String.join(" ", shown));
    }
}
