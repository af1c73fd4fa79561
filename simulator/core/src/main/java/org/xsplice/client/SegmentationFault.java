// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.client;

/** The tool did what the real one is killed for. */
final class SegmentationFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    static final int SIGNAL = 11;

    SegmentationFault() {
        super("segmentation fault", null, false, false);
    }
}
