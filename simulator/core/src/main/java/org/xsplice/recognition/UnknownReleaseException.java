// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.recognition;

/** An image is of no release that is known, so nobody can say what it would do. */
public final class UnknownReleaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what it is and what can be done, one sentence for people
     */
    public UnknownReleaseException(String message) {
        super(message);
    }
}
