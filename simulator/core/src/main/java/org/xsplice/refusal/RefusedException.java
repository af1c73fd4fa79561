// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.refusal;

import org.xsplice.mend.Mend;

/** The hypervisor returns an error; thrown where Xen returns it, caught where the operation ends. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public RefusedException(Refusal refusal) {
        super(refusal.check() + ": " + refusal.why(), null, false, false);
        this.refusal = refusal;
    }

    /** Returns the same refusal with a mend for it. */
    public RefusedException mendedBy(Mend mend) {
        return new RefusedException(refusal.mendedBy(mend));
    }

    /** Returns the same refusal with what is behind it. */
    public RefusedException causedBy(String cause) {
        return new RefusedException(refusal.causedBy(cause));
    }

    public Refusal refusal() {
        return refusal;
    }
}
