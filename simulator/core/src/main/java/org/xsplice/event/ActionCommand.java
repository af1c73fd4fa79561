// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.event;

import java.util.Optional;

/** {@code LIVEPATCH_ACTION_} (xen/include/public/sysctl.h). */
public enum ActionCommand {
    UNLOAD(1),
    REVERT(2),
    APPLY(3),
    REPLACE(4);

    /** {@code LIVEPATCH_ACTION_APPLY_NODEPS}: a flag of APPLY. */
    public static final int NODEPS = 1;

    private final int code;

    ActionCommand(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static Optional<ActionCommand> of(int code) {
        for (ActionCommand command : values()) {
            if (command.code == code) {
                return Optional.of(command);
            }
        }
        return Optional.empty();
    }
}
