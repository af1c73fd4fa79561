// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.refusal;

/** Strict mode refuses what the hypervisor would accept; caught where the operation ends. */
public final class StrictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient StrictRefusal refusal;

    /** Refuses something that no place in the payload file is to blame for. */
    public StrictException(Quirk quirk, String why, String mend) {
        this(quirk, Refusal.NOWHERE, why, mend);
    }

    /** Refuses something that bytes of the payload file are to blame for. */
    public StrictException(Quirk quirk, long fileOffset, String why, String mend) {
        super("quirk " + quirk.number() + ": " + why, null, false, false);
        refusal = new StrictRefusal(quirk, fileOffset, why, mend);
    }

    public StrictRefusal refusal() {
        return refusal;
    }
}
