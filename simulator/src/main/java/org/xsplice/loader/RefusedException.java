// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import org.xsplice.remedy.Remedy;

/** The hypervisor returns an error; thrown where Xen returns it, caught where the operation ends. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public RefusedException(Refusal refusal) {
        super(refusal.check() + ": " + refusal.why(), null, false, false);
        this.refusal = refusal;
    }

    /** Returns the same refusal with a remedy for it. */
    public RefusedException mendedBy(Remedy remedy) {
        return new RefusedException(refusal.mendedBy(remedy));
    }

    public Refusal refusal() {
        return refusal;
    }
}
