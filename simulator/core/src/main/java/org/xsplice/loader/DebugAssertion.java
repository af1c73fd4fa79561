// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.List;
import org.xsplice.hypervisor.Death;
import org.xsplice.hypervisor.HypervisorDiedException;

/** {@code ASSERT()}, which only debug builds have (xen/include/xen/lib.h). */
final class DebugAssertion {
    private static final String BANNER = "****************************************";

    private DebugAssertion() {}

    /**
     * Makes the exception for an assertion that does not hold.
     *
     * @param condition as it stands in the source
     * @param where file and line
     */
    static HypervisorDiedException failed(String condition, String where) {
        String text = "Assertion '" + condition + "' failed at " + where;
        return new HypervisorDiedException(
                new Death(text, text, List.of(text, BANNER, "Panic on CPU 0:", text, BANNER)));
    }
}
