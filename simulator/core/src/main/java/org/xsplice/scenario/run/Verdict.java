// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.run;

/** What came of a run. */
public enum Verdict {
    /** Everything was as expected. */
    PASSED,
    /** An expectation was not met; the steps after it were not run. */
    FAILED,
    /** The hypervisor died where no death was expected. */
    DIED,
    /** The guest's code came to what is not emulated; nobody knows how it would go on. */
    NOT_EMULATED,
    /** The model and Xen's own code disagree; the steps after that were not run. */
    DISAGREED
}
