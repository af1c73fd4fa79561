// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.expect;

import org.xsplice.text.FilePosition;

/** That the hypervisor's text is as it was at the start, byte for byte; or that it is not. */
public record ExpectOriginalText(FilePosition place, boolean original) implements Expectation {
    @Override
    public boolean looksBeyondPayloads() {
        return false;
    }

    @Override
    public ExpectationResult check(Observed seen) {
        return ExpectationResult.compare(
                place, "the hypervisor's text", text(original), text(seen.text().isThere()));
    }

    private static String text(boolean original) {
        return original ? "original" : "patched";
    }
}
