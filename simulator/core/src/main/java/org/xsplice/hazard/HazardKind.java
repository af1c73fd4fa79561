// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hazard;

import java.util.Locale;
import java.util.OptionalInt;

/** What can be wrong with a payload that the hypervisor does not check. */
public enum HazardKind {
    // what is at old_addr
    NOT_TEXT(
            Severity.DANGER,
            11,
            "what is written there is no code: data changes, or the hypervisor faults as it writes"),
    INSIDE_INSTRUCTION(
            Severity.DANGER,
            11,
            "what is left of the instruction is executed as another one, and leads into the patch's middle"),
    NOT_FUNCTION_START(
            Severity.DANGER,
            11,
            "the new function begins with registers and stack as they are in the old one's middle"),
    SHORT_FUNCTION(Severity.DANGER, 21, "the patch overwrites what comes behind: another function breaks"),
    BRANCH_INTO_PATCH(Severity.DANGER, 24, "whoever takes that branch executes the middle of what was written there"),
    NOP_TAIL_CUTS_INSTRUCTION(
            Severity.DANGER, 25, "what is left of the instruction is executed as another one, right behind the NOPs"),
    NOPS_FALL_THROUGH(Severity.DANGER, 26, "the function no longer returns: it runs on into the next one"),
    NOPS_SHORTER_THAN_ENDBR(
            Severity.DANGER, 5, "the length wraps to nearly 4 GiB, and APPLY copies until the hypervisor faults"),
    NOTHING_WRITTEN(Severity.NOTE, 0, "APPLY reports success and changes nothing"),
    NO_CALLERS(
            Severity.NOTE, 0, "the patch may change nothing: copies that were put into its callers stay as they are"),
    OLD_SIZE_TOO_LARGE(
            Severity.NOTE,
            21,
            "the size is all that the hypervisor tests before it writes; the payload may be for another build"),

    // what the entries do to each other
    SAME_ADDRESS(
            Severity.DANGER,
            6,
            "REVERT restores in the same order: the first entry's jump comes back and leads into a payload that may go"),
    OVERLAPPING_PATCHES(Severity.DANGER, 6, "each destroys the other's, and REVERT does not bring back what was there"),

    // where it leads to
    NEW_ADDR_NOT_CODE(Severity.DANGER, 22, "the hypervisor dies at the first call of the patched function"),
    JUMP_TOO_FAR(Severity.DANGER, 12, "the displacement is cut to 32 bits, and the jump leads elsewhere"),

    // the payload as a whole
    SECTIONS_OVERLAP(Severity.DANGER, 20, "what was loaded last is there; the other is destroyed"),
    HOOK_NOT_CODE(Severity.DANGER, 0, "the hypervisor dies when it calls the hook"),
    SECTION_TWICE(Severity.DANGER, 10, "only the first is looked at; what the second is for is left undone"),
    USES_PAYLOAD(
            Severity.NOTE,
            7,
            "nothing keeps that payload from being unloaded, and then this one uses memory that is gone"),
    PATCHED_BY_OTHER(Severity.NOTE, 14, "only the order of the stack keeps them apart; --nodeps takes that away"),
    NO_REAPPLY(
            Severity.NOTE,
            2,
            "after a REVERT it must be unloaded and uploaded to be applied again; REPLACE does not ask"),
    NO_REPLACE(Severity.NOTE, 0, "REPLACE is refused with EOPNOTSUPP, for it and for others while it is applied");

    private final Severity severity;
    private final int quirk;
    private final String consequence;

    HazardKind(Severity severity, int quirk, String consequence) {
        this.severity = severity;
        this.quirk = quirk;
        this.consequence = consequence;
    }

    /** Returns the name that users see, for example {@code branch-into-patch}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public Severity severity() {
        return severity;
    }

    /** Returns which of the quirks of docs/facts.md, section 10, it comes from; nothing where no check of Xen's is odd. */
    public OptionalInt quirk() {
        return quirk == 0 ? OptionalInt.empty() : OptionalInt.of(quirk);
    }

    /** Returns what comes of it, for people. */
    public String consequence() {
        return consequence;
    }
}
