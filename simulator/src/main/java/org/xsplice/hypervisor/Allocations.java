// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import org.xsplice.machine.Checkpoint;

/** Whether the hypervisor gets the memory that it asks for. It does, unless somebody wants one request to fail. */
public final class Allocations {
    private int left;

    Allocations() {}

    /**
     * Lets one request fail.
     *
     * @param number which one from now on, from 1; 0 for none
     */
    public void failAt(int number) {
        left = number;
    }

    /** Notes a request, and returns whether it is to fail. */
    public boolean fails() {
        return left > 0 && --left == 0;
    }

    Checkpoint keep() {
        int then = left;
        return () -> left = then;
    }
}
