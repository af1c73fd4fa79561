// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.refusal;

import org.xsplice.errno.Errno;

/**
 * What the hypervisor accepts to its own harm, as far as strict mode refuses it. The numbers are those of docs/facts.md,
 * section 10; docs/strict.md tells of the others.
 */
public enum Quirk {
    WRONG_STATE(1, "Xen returns 0 and does nothing"),
    REAPPLY_IN_RC_ONLY(2, "Xen returns 0, and only rc shows that it refuses"),
    RC_STUCK(3, "Xen leaves EAGAIN in rc, and the client then refuses every later action"),
    POST_HOOK_MISSED(4, "Xen has already called the pre hook, and never calls the post hook"),
    SHORT_NOPS(5, "Xen's length wraps, and it copies 4 GiB"),
    SAME_BYTES(6, "Xen reverts in the same order, so the first jump stays"),
    USERS_LEFT(7, "Xen does not count users, so they run into memory that is gone"),
    REPLACE_REAPPLIES(8, "Xen checks this for APPLY only, and applies the payload with data that may have changed"),
    SIZE_WRAPS(9, "Xen adds offset and size in 64 bits, finds the sum small, and reads beyond the file"),
    SECTION_TWICE(10, "Xen sees only the first one"),
    OLD_ADDRESS(11, "Xen overwrites whatever is there"),
    JUMP_REACH(12, "Xen does not count the jump's own bytes, so the jump lands 4 GiB away from its target"),
    FAILED_REPLACE(13, "Xen has already reverted the others, and leaves the host unpatched"),
    NODEPS_OVERLAP(14, "Xen applies it, and the payload that patched there before has no effect any more"),
    EARLY_NUL(15, "Xen uses the name only up to the NUL"),
    NOTE_PADDING(17, "Xen forgets the padding of the note's name, and reads bytes after the note as part of the id"),
    ALTERNATIVE_ASSERTED(19, "Xen applies alternatives while it loads, and dies of a BUG_ON"),
    ALIGNMENT_ZERO(20, "Xen loads the section over those before it"),
    BEYOND_FUNCTION(21, "Xen trusts old_size, and overwrites what follows the function"),
    NEW_ADDRESS(22, "Xen trusts new_addr, and dies at the first call of the function"),
    PENDING_UNLOAD(23, "Xen of 2016 frees it, and still uses it when the CPUs meet"),
    BRANCH_INTO_PATCH(24, "Xen does not check for branches, so this one leads into the middle of the new bytes"),
    NOP_TAIL(25, "Xen does not check what follows, so the rest of the instruction is executed as another one"),
    NOTHING_RETURNS(26, "Xen overwrites the return too, so the function runs on into the next one");

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
