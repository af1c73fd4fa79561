// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.expect;

import java.util.Arrays;
import org.xsplice.hypervisor.HypervisorView;

/** The hypervisor's text as it was when this was made, to be compared with what memory holds now. */
public final class OriginalText {
    private final HypervisorView hypervisor;
    private final long start;
    private final byte[] bytes;

    /** Reads the present text. */
    public OriginalText(HypervisorView hypervisor) {
        this.hypervisor = hypervisor;
        start = hypervisor.symbols().require("_stext");
        long end = hypervisor.symbols().require("__2M_text_end");
        bytes = hypervisor.memory().read(start, (int) (end - start));
    }

    /** Returns the address of its first byte. */
    public long start() {
        return start;
    }

    /** Returns the bytes that were there. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Returns the bytes that are there now. */
    public byte[] now() {
        return hypervisor.memory().read(start, bytes.length);
    }

    /** Returns whether memory holds the bytes that it held at the start. */
    public boolean isThere() {
        return Arrays.equals(bytes, now());
    }
}
