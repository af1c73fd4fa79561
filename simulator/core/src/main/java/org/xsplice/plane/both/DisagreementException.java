// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.both;

/** The two planes disagree; the run stops. */
public final class DisagreementException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Disagreement disagreement;

    DisagreementException(Disagreement disagreement) {
        super(disagreement.toString());
        this.disagreement = disagreement;
    }

    public Disagreement disagreement() {
        return disagreement;
    }
}
