// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine;

/** A host-side access on behalf of the guest hit a page that is not there or forbids it. */
public final class PageFaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient PageFault fault;

    public PageFaultException(PageFault fault) {
        super(fault.toString(), null, false, false);
        this.fault = fault;
    }

    public PageFault fault() {
        return fault;
    }
}
