// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hazard;

import java.util.Locale;

/** How bad a hazard is. */
public enum Severity {
    /** Applied, reverted or unloaded, the payload can kill the hypervisor or leave it other than it was. */
    DANGER,
    /** Nothing breaks, but something will not be as one expects. */
    NOTE;

    /** Returns the name that users see. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
