// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import org.xsplice.state.HostState;
import org.xsplice.state.Num;

/** Whether the hypervisor gets the memory that it asks for. It does, unless somebody wants one request to fail. */
public final class Allocations {
    private final Num left;

    Allocations(HostState state) {
        left = state.number("allocations.left", 0);
    }

    /**
     * Lets one request fail.
     *
     * @param number which one from now on, from 1; 0 for none
     */
    public void failAt(int number) {
        left.set(number);
    }

    /** Notes a request, and returns whether it is to fail. */
    public boolean fails() {
        return left.get() > 0 && left.add(-1) == 0;
    }
}
