// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

/** A file cannot serve as a hypervisor image; the message says why in one line. */
public final class ImageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ImageException(String message) {
        super(message);
    }
}
