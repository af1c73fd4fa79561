// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.client;

import java.util.OptionalInt;
import org.xsplice.errno.Errno;
import org.xsplice.event.ActionCommand;
import org.xsplice.plane.PayloadStatus;

/** The tool's actions, in the order of its table: tools/misc/xen-livepatch.c:action_options. */
enum ToolAction {
    APPLY("apply", "Applying", ActionCommand.APPLY, PayloadStatus.CHECKED, PayloadStatus.APPLIED),
    REVERT("revert", "Reverting", ActionCommand.REVERT, PayloadStatus.APPLIED, PayloadStatus.CHECKED),
    UNLOAD("unload", "Unloading", ActionCommand.UNLOAD, PayloadStatus.CHECKED, Errno.ENOENT.rc()),
    REPLACE(
            "replace",
            "Replacing all live patches with",
            ActionCommand.REPLACE,
            PayloadStatus.CHECKED,
            PayloadStatus.APPLIED);

    private final String word;
    private final String verb;
    private final ActionCommand command;
    private final int allowed;
    private final int expected;

    ToolAction(String word, String verb, ActionCommand command, int allowed, int expected) {
        this.word = word;
        this.verb = verb;
        this.command = command;
        this.allowed = allowed;
        this.expected = expected;
    }

    /** Returns what the user writes. */
    String word() {
        return word;
    }

    /** Returns what the tool says while it does it. */
    String verb() {
        return verb;
    }

    ActionCommand command() {
        return command;
    }

    /** Returns the state that a payload must be in before, as a bit mask. */
    int allowed() {
        return allowed;
    }

    /** Returns the state that it should be in afterwards, or the negated error number of a GET. */
    int expected() {
        return expected;
    }

    /** Returns the bit of an option, or nothing where this action does not have it. */
    OptionalInt flag(String option) {
        return this == APPLY && option.equals("--nodeps") ? OptionalInt.of(ActionCommand.NODEPS) : OptionalInt.empty();
    }
}
