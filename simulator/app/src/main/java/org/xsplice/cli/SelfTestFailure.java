// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

/** An engine is there, but does not do what it should. */
final class SelfTestFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SelfTestFailure(String message) {
        super(message);
    }
}
