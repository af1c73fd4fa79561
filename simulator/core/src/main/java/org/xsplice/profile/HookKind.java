// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.profile;

/** The hooks a payload can have, each in a section of its own (xen/include/xen/livepatch.h). */
public enum HookKind {
    LOAD(".livepatch.hooks.load"),
    UNLOAD(".livepatch.hooks.unload"),
    PREAPPLY(".livepatch.hooks.preapply"),
    APPLY(".livepatch.hooks.apply"),
    POSTAPPLY(".livepatch.hooks.postapply"),
    PREREVERT(".livepatch.hooks.prerevert"),
    REVERT(".livepatch.hooks.revert"),
    POSTREVERT(".livepatch.hooks.postrevert");

    private final String section;

    HookKind(String section) {
        this.section = section;
    }

    public String section() {
        return section;
    }

    /** Returns whether the section holds an array of pointers rather than exactly one. */
    public boolean multiple() {
        return this == LOAD || this == UNLOAD;
    }

    /** Returns whether the hook may refuse or undo: a payload that has one cannot take part in a REPLACE. */
    public boolean vetoing() {
        return this == PREAPPLY || this == POSTAPPLY || this == PREREVERT || this == POSTREVERT;
    }
}
