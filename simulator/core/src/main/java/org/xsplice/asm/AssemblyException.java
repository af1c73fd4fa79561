// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.asm;

/** Text could not be assembled; the message names it and says why. */
public final class AssemblyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AssemblyException(String message) {
        super(message);
    }
}
