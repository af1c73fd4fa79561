// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

/**
 * A turn was broken off after as many instructions as somebody wanted to see. What is in memory and in registers is what was
 * there then; the host cannot go on from it, and has to be put back to where the turn began.
 */
public final class MomentReachedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MomentReachedException() {
        super("the turn was broken off", null, false, false);
    }
}
