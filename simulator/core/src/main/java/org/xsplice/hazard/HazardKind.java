// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hazard;

import java.util.Locale;
import java.util.OptionalInt;

/** What can be wrong with a payload that the hypervisor does not check. */
public enum HazardKind {
    // what is at old_addr
    NOT_TEXT(Severity.DANGER, 11, "the bytes there are not code: the write changes data, or the hypervisor faults"),
    INSIDE_INSTRUCTION(
            Severity.DANGER,
            11,
            "the rest of the cut instruction is executed as another one, and leads into the middle of the new bytes"),
    NOT_FUNCTION_START(
            Severity.DANGER,
            11,
            "the new function starts with the registers and stack of the middle of the old function"),
    SHORT_FUNCTION(Severity.DANGER, 21, "the new bytes overwrite what follows: another function breaks"),
    BRANCH_INTO_PATCH(Severity.DANGER, 24, "a CPU that takes this branch executes from the middle of the new bytes"),
    NOP_TAIL_CUTS_INSTRUCTION(
            Severity.DANGER, 25, "the rest of the cut instruction is executed as another one, right after the NOPs"),
    NOPS_FALL_THROUGH(Severity.DANGER, 26, "the function no longer returns: it runs on into the next one"),
    NOPS_SHORTER_THAN_ENDBR(
            Severity.DANGER, 5, "the length wraps to nearly 4 GiB, and APPLY copies until the hypervisor faults"),
    NOTHING_WRITTEN(Severity.NOTE, 0, "APPLY reports success and changes nothing"),
    NO_CALLERS(
            Severity.NOTE,
            0,
            "the payload may have no effect: the compiler may have put copies of the function into its callers, and these stay as they are"),
    OLD_SIZE_TOO_LARGE(
            Severity.NOTE,
            21,
            "the hypervisor checks only the size before it writes; the payload may be for another build"),

    // what the entries do to each other
    SAME_ADDRESS(
            Severity.DANGER,
            6,
            "REVERT restores in the same order: the jump of the first entry comes back, and leads into a payload that may be unloaded"),
    OVERLAPPING_PATCHES(
            Severity.DANGER, 6, "each overwrites the other's bytes, and REVERT does not restore the old ones"),

    // where it leads to
    NEW_ADDR_NOT_CODE(Severity.DANGER, 22, "the hypervisor dies at the first call of the patched function"),
    JUMP_TOO_FAR(Severity.DANGER, 12, "the displacement is cut to 32 bits, and the jump leads elsewhere"),

    // the payload as a whole
    SECTIONS_OVERLAP(Severity.DANGER, 20, "the section that is loaded last overwrites the other one"),
    HOOK_NOT_CODE(Severity.DANGER, 0, "the hypervisor dies when it calls the hook"),
    SECTION_TWICE(Severity.DANGER, 10, "Xen reads only the first one, so the second one has no effect"),
    USES_PAYLOAD(Severity.NOTE, 7, "that payload can be unloaded, and then this one uses memory that is gone"),
    PATCHED_BY_OTHER(
            Severity.NOTE, 14, "only the order of the stack protects them, and --nodeps removes that protection"),
    PRIVILEGED_CODE(
            Severity.NOTE,
            0,
            "a real processor does it; a run of the simulator ends where it is executed, as it is not emulated"),
    NO_REAPPLY(
            Severity.NOTE,
            2,
            "after a REVERT it must be unloaded and uploaded before it can be applied again; REPLACE does not check this"),
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
