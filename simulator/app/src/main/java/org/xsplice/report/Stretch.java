// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.report;

import org.xsplice.time.Duration;
import org.xsplice.time.VirtualTime;

/**
 * What a CPU, or the hypervisor, did for a while.
 *
 * @param end not before the start
 */
record Stretch(VirtualTime start, VirtualTime end, String what) {
    Duration length() {
        return end.since(start);
    }
}
