// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.loader.ActionTable.EXPECTATION_FAILED;
import static org.xsplice.loader.ActionTable.ORIGINAL;
import static org.xsplice.loader.ActionTable.SAMPLE;

import java.util.List;
import org.xsplice.profile.Feature;
import org.xsplice.refusal.Check;

/** What is patched, and what hooks do meanwhile: facts, sections 6 and 10. */
final class PatchRows {
    private PatchRows() {}

    static void expectations(ActionTable table) {
        table.fact("section 5: bytes differ EINVAL")
                .modern(
                        "exp_wrong",
                        "The old function is not what is expected.",
                        row -> row.sample("exp_wrong")
                                .step(
                                        "APPLY m",
                                        "-EINVAL",
                                        List.of("m CHECKED 0"),
                                        row.line("m: Verifying enabled expectations for all functions"),
                                        row.line(EXPECTATION_FAILED),
                                        row.line("m: expectations of xen_extra_version failed (rc=-22), aborting!"))
                                .by(Check.EXPECTATION));
        table.fact("section 5: rsv bits EINVAL")
                .modern(
                        "exp_rsv",
                        "Reserved bits are set.",
                        row -> row.sample("exp_rsv")
                                .step(
                                        "APPLY m",
                                        "-EINVAL",
                                        List.of("m CHECKED 0"),
                                        row.line("m: Verifying enabled expectations for all functions"),
                                        row.line("m: expectations of xen_extra_version failed (rc=-22), aborting!"))
                                .by(Check.EXPECTATION));
        table.fact("section 5: old_size < len ERANGE")
                .modern(
                        "exp_len31_gt_old",
                        "More is expected than there is.",
                        row -> row.sample("exp_len31_gt_old")
                                .step(
                                        "APPLY m",
                                        "-ERANGE",
                                        List.of("m CHECKED 0"),
                                        row.line("m: Verifying enabled expectations for all functions"),
                                        row.line("m: expectations of xen_extra_version failed (rc=-34), aborting!"))
                                .by(Check.EXPECTATION));
        table.fact("section 5: enabled only")
                .modern(
                        "exp_disabled_bad",
                        "A wrong expectation is not enabled.",
                        row -> row.sample("exp_disabled_bad").applied("m", 1, "m APPLIED 0"));
        table.fact("section 5: no bytes differ from none")
                .modern(
                        "exp_len0",
                        "Nothing is expected.",
                        row -> row.sample("exp_len0").applied("m", 1, "m APPLIED 0"));
    }

    static void damagedFunctions(ActionTable table) {
        table.fact("section 10, quirk 6: reverting in ascending order leaves the first trampoline")
                .both(
                        "x_two_same_fn",
                        "Two entries patch one function.",
                        row -> row.sample("x_two_same_fn")
                                .applied("m", 2, "m APPLIED 0")
                                .reverted("m", "m CHECKED 0")
                                .version(SAMPLE, "m CHECKED 0")
                                .step("UNLOAD m", "0", List.of())
                                .dies("CALL xen_extra_version", "DOUBLE FAULT"));
        table.fact("section 6: NOPs of no length are nothing to write")
                .modern(
                        "fn_nop_size0",
                        "Nothing is filled with NOPs.",
                        row -> row.sample("fn_nop_size0")
                                .applied("m", 1, "m APPLIED 0")
                                .version(ORIGINAL, "m APPLIED 0")
                                .reverted("m", "m CHECKED 0"));
        table.fact("section 10, quirk 11: nothing checks that old_addr is text")
                .both(
                        "fn_old_addr_rodata",
                        "A payload patches its own function section.",
                        row -> row.sample("fn_old_addr_rodata")
                                .applied("m", 1, "m APPLIED 0")
                                .version(ORIGINAL, "m APPLIED 0")
                                .reverted("m", "m CHECKED 0"));
        table.fact("895111a94f arch_xsplice_apply_jmp: old_addr is read and written, whatever it is")
                .old(
                        "fn_old_addr_1",
                        "old_addr is 1.",
                        row -> row.sample("fn_old_addr_1").dies("APPLY m", "FATAL PAGE FAULT"))
                .old(
                        "fn_old_addr_noncanonical",
                        "old_addr is no address.",
                        row -> row.sample("fn_old_addr_noncanonical").dies("APPLY m", "GENERAL PROTECTION FAULT"));
        table.fact("section 3, 2016 differences: no distance test; the jump is cut to 32 bits")
                .old(
                        "fn_new_addr_far",
                        "new_addr is out of a jump's reach.",
                        row -> row.sample("fn_new_addr_far")
                                .applied("m", 1, "m APPLIED 0")
                                .dies("CALL xen_extra_version", "DOUBLE FAULT"));
        table.fact("section 6: what the struct calls the new function's size does not matter to a jump")
                .both(
                        "fn_new_size_huge",
                        "new_size is 4 GiB.",
                        row -> row.sample("fn_new_size_huge")
                                .applied("m", 1, "m APPLIED 0")
                                .version(SAMPLE, "m APPLIED 0"));
    }

    static void hooks(ActionTable table) {
        table.fact("section 10, quirk 4: a pre hook is called, and where scheduling fails its post hook never")
                .modern(
                        "pre_hook_alone",
                        "An action with hooks comes while another is pending.",
                        row -> row.sample("")
                                .loaded("h", "xen_hello_world", "hk_pre_and_post")
                                .step(
                                        "SCHEDULE APPLY m",
                                        "0",
                                        List.of("m CHECKED -EAGAIN", "h CHECKED 0"),
                                        row.line("m: Verifying enabled expectations for all functions"))
                                .step(
                                        "APPLY h",
                                        "-EBUSY",
                                        List.of("m CHECKED -EAGAIN", "h CHECKED -EAGAIN"),
                                        row.line("h: Verifying enabled expectations for all functions"),
                                        row.line("h: Calling pre-apply hook function"))
                                .by(Check.SCHEDULE)
                                .step(
                                        "WAIT",
                                        "0",
                                        List.of("m APPLIED 0", "h CHECKED -EAGAIN"),
                                        row.line("m: Applying 1 functions"),
                                        row.line("m finished APPLY with rc=0")));
        table.fact("section 5: REPLACE of payloads with pre or post hooks EOPNOTSUPP")
                .modern(
                        "replace_with_hooks",
                        "What replaces the others has hooks that may refuse.",
                        row -> row.loaded("h", "xen_hello_world", "hk_pre_and_post")
                                .step(
                                        "REPLACE h",
                                        "-EOPNOTSUPP",
                                        List.of("h CHECKED 0"),
                                        row.line(
                                                "h: REPLACE action is not supported on livepatches with vetoing hooks!"))
                                .by(Check.VETOING_HOOKS));
        table.fact("section 5: a preapply hook may veto; its rc is returned, and stays")
                .modern(
                        "veto",
                        "A preapply hook returns -1.",
                        row -> row.loaded("h", "xen_hello_world", "hk_preapply_refuses")
                                .step(
                                        "APPLY h",
                                        "-EPERM",
                                        List.of("h CHECKED -EPERM"),
                                        row.line("h: Verifying enabled expectations for all functions"),
                                        row.line("h: Calling pre-apply hook function"),
                                        row.line("h: pre-apply hook failed (rc=-1), aborting!"))
                                .by(Check.HOOK_VETO));
    }

    /** Whose version function faults, dies twice: the report of the first death calls it. */
    static void quirks(ActionTable table) {
        table.fact("section 10, quirk 5: two NOPs less four bytes of ENDBR64 are nearly 4 GiB")
                .with(Feature.ENDBR_AWARE)
                .modern(
                        "fn_nop_short_of_endbr",
                        "There are fewer NOPs than an ENDBR64 has bytes.",
                        row -> row.sample("fn_nop_short_of_endbr").dies("APPLY m", "FATAL PAGE FAULT"));
        table.fact("before 6974c75180 the NOPs go over the ENDBR64")
                .without(Feature.ENDBR_AWARE)
                .modern(
                        "fn_nop_short_of_endbr",
                        "There are fewer NOPs than an ENDBR64 has bytes.",
                        row -> row.sample("fn_nop_short_of_endbr")
                                .applied("m", 1, "m APPLIED 0")
                                .reverted("m", "m CHECKED 0"));
        table.fact("section 10, quirk 7: nobody counts users")
                .both(
                        "unload_used",
                        "A payload is unloaded while another points to its string.",
                        row -> row.sample("")
                                .loaded("u", "user", "")
                                .applied("u", 1, "m CHECKED 0", "u APPLIED 0")
                                .step("UNLOAD m", "0", List.of("u APPLIED 0")));
        table.fact("section 10, quirk 12: the jump reaches 4 GiB behind what the distance test has measured")
                .both(
                        "fn_new_addr_just_past",
                        "new_addr is just within reach, but the jump's own bytes are not counted.",
                        row -> row.sample("fn_new_addr_just_past")
                                .applied("m", 1, "m APPLIED 0")
                                .dies("CALL xen_extra_version", "DOUBLE FAULT"));
        table.fact("section 10, quirk 20: code with an alignment of 0 lies over the code before it")
                .both(
                        "sec_align_0_over_code",
                        "A UD2 lies over the new function.",
                        row -> row.sample("sec_align_0_over_code")
                                .applied("m", 1, "m APPLIED 0")
                                .dies("CALL xen_extra_version", "DOUBLE FAULT"));
        table.fact("section 10, quirk 21: 31 NOPs reach into the next function")
                .modern(
                        "fn_nop_31",
                        "old_size says 31 where the function has 8 bytes.",
                        row -> row.sample("fn_nop_31")
                                .applied("m", 1, "m APPLIED 0")
                                .dies("CALL xen_extra_version", "DOUBLE FAULT"));
        table.fact("section 10, quirk 22: new_addr is believed")
                .both(
                        "fn_new_addr_data",
                        "new_addr is no code.",
                        row -> row.sample("fn_new_addr_data")
                                .applied("m", 1, "m APPLIED 0")
                                .dies("CALL xen_extra_version", "DOUBLE FAULT"));
        table.fact("section 10, quirk 24: nothing looks for branches into the patch")
                .modern(
                        "fn_nop_under_branch",
                        "A branch leads into a NOP.",
                        row -> row.sample("fn_nop_under_branch")
                                .applied("m", 1, "m APPLIED 0")
                                .reverted("m", "m CHECKED 0"));
        table.fact("section 10, quirk 25: NOPs may end within an instruction")
                .modern(
                        "fn_nop_1",
                        "One NOP takes the place of an instruction's first byte.",
                        row -> row.sample("fn_nop_1")
                                .applied("m", 1, "m APPLIED 0")
                                .reverted("m", "m CHECKED 0"));
        table.fact("section 10, quirk 26: NOPs may cover a function's return")
                .modern(
                        "fn_nop_over_return",
                        "The whole function is NOPs.",
                        row -> row.sample("fn_nop_over_return")
                                .applied("m", 1, "m APPLIED 0")
                                .reverted("m", "m CHECKED 0"));
    }
}
