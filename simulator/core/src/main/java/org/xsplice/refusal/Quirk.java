// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.refusal;

import org.xsplice.errno.Errno;

/**
 * What the hypervisor accepts to its own harm, as far as strict mode refuses it. The numbers are those of docs/facts.md,
 * section 10; docs/strict.md tells of the others.
 */
public enum Quirk {
    WRONG_STATE(1, "Xen returns 0 and does nothing"),
    REAPPLY_IN_RC_ONLY(2, "Xen returns 0, and tells in rc only that it refuses"),
    RC_STUCK(3, "Xen leaves EAGAIN in rc, and the client then refuses every later action"),
    POST_HOOK_MISSED(4, "Xen has called the pre hook by then, and never calls its post hook"),
    SHORT_NOPS(5, "Xen's length wraps, and it copies 4 GiB"),
    SAME_BYTES(6, "Xen reverts in the same order, and leaves the first patch behind"),
    USERS_LEFT(7, "Xen counts no users, and they run into memory that is gone"),
    REPLACE_REAPPLIES(8, "Xen guards APPLY only, and applies it with the data of its last time"),
    SIZE_WRAPS(9, "Xen adds offset and size in 64 bits, finds the sum small, and reads beyond the file"),
    SECTION_TWICE(10, "Xen sees the first only"),
    OLD_ADDRESS(11, "Xen overwrites whatever is there"),
    JUMP_REACH(12, "Xen measures without the jump's own bytes, and the jump lands 4 GiB off"),
    FAILED_REPLACE(13, "Xen has reverted the others by then, and leaves the host unpatched"),
    NODEPS_OVERLAP(14, "Xen applies it, and what was patched there before is out of effect"),
    EARLY_NUL(15, "Xen takes the name up to the NUL"),
    NOTE_PADDING(17, "Xen forgets the padding of the note's name, and takes what lies behind the note into the id"),
    ALTERNATIVE_ASSERTED(19, "Xen applies alternatives while it loads, and dies of a BUG_ON"),
    ALIGNMENT_ZERO(20, "Xen puts the section over those before it"),
    BEYOND_FUNCTION(21, "Xen believes old_size, and overwrites what follows the function"),
    NEW_ADDRESS(22, "Xen believes new_addr, and the first call of the function ends there"),
    PENDING_UNLOAD(23, "Xen of 2016 frees it, and uses it when the action's time has come"),
    BRANCH_INTO_PATCH(24, "Xen does not look who comes there, and the branch leads into the middle of the patch"),
    NOP_TAIL(25, "Xen does not look what follows, and the rest of the instruction is executed as another"),
    NOTHING_RETURNS(26, "Xen overwrites the return as well, and the function runs on into the next");

    /** What a hypercall returns that strict mode refuses. Xen's live-patching code never returns it. */
    public static final Errno ERRNO = Errno.EPERM;

    private final int number;
    private final String harm;

    Quirk(int number, String harm) {
        this.number = number;
        this.harm = harm;
    }

    public int number() {
        return number;
    }

    /** Returns what the hypervisor does that does it harm, for people. */
    public String harm() {
        return harm;
    }
}
