// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import java.util.List;

/**
 * How a step compared.
 *
 * @param taken false where the hypervisor was dead by then
 */
record StepVerdict(boolean taken, List<Difference> differences) {
    static final StepVerdict NOT_TAKEN = new StepVerdict(false, List.of());

    static StepVerdict of(List<Difference> differences) {
        return new StepVerdict(true, differences);
    }

    boolean passed() {
        return taken && differences.isEmpty();
    }
}
