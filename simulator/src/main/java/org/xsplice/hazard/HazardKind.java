// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hazard;

import java.util.Locale;

/** What can be wrong with a payload that the hypervisor does not check. */
public enum HazardKind {
    // what is at old_addr
    NOT_TEXT(Severity.DANGER, "what is written there is no code: data changes, or the hypervisor faults as it writes"),
    INSIDE_INSTRUCTION(
            Severity.DANGER,
            "what is left of the instruction is executed as another one, and leads into the patch's middle"),
    NOT_FUNCTION_START(
            Severity.DANGER, "the new function begins with registers and stack as they are in the old one's middle"),
    SHORT_FUNCTION(Severity.DANGER, "the patch overwrites what comes behind: another function breaks"),
    BRANCH_INTO_PATCH(Severity.DANGER, "whoever takes that branch executes the middle of what was written there"),
    NOP_TAIL_CUTS_INSTRUCTION(
            Severity.DANGER, "what is left of the instruction is executed as another one, right behind the NOPs"),
    NOPS_FALL_THROUGH(Severity.DANGER, "the function no longer returns: it runs on into the next one"),
    NOPS_SHORTER_THAN_ENDBR(
            Severity.DANGER, "the length wraps to nearly 4 GiB, and APPLY copies until the hypervisor faults"),
    NOTHING_WRITTEN(Severity.NOTE, "APPLY reports success and changes nothing"),
    NO_CALLERS(Severity.NOTE, "the patch may change nothing: copies that were put into its callers stay as they are"),
    OLD_SIZE_TOO_LARGE(
            Severity.NOTE,
            "the size is all that the hypervisor tests before it writes; the payload may be for another build"),

    // what the entries do to each other
    SAME_ADDRESS(
            Severity.DANGER,
            "REVERT restores in the same order: the first entry's jump comes back and leads into a payload that may go"),
    OVERLAPPING_PATCHES(Severity.DANGER, "each destroys the other's, and REVERT does not bring back what was there"),

    // where it leads to
    NEW_ADDR_NOT_CODE(Severity.DANGER, "the hypervisor dies at the first call of the patched function"),
    JUMP_TOO_FAR(Severity.DANGER, "the displacement is cut to 32 bits, and the jump leads elsewhere"),

    // the payload as a whole
    SECTIONS_OVERLAP(Severity.DANGER, "what was loaded last is there; the other is destroyed"),
    HOOK_NOT_CODE(Severity.DANGER, "the hypervisor dies when it calls the hook"),
    SECTION_TWICE(Severity.NOTE, "only the first is looked at; the second is loaded and ignored"),
    USES_PAYLOAD(
            Severity.NOTE,
            "nothing keeps that payload from being unloaded, and then this one uses memory that is gone"),
    PATCHED_BY_OTHER(Severity.NOTE, "only the order of the stack keeps them apart; --nodeps takes that away"),
    NO_REAPPLY(
            Severity.NOTE, "after a REVERT it must be unloaded and uploaded to be applied again; REPLACE does not ask"),
    NO_REPLACE(Severity.NOTE, "REPLACE is refused with EOPNOTSUPP, for it and for others while it is applied");

    private final Severity severity;
    private final String consequence;

    HazardKind(Severity severity, String consequence) {
        this.severity = severity;
        this.consequence = consequence;
    }

    /** Returns the name that users see, for example {@code branch-into-patch}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public Severity severity() {
        return severity;
    }

    /** Returns what comes of it, for people. */
    public String consequence() {
        return consequence;
    }
}
