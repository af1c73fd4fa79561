// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.ArrayList;
import java.util.List;

/** What actions come to: facts, sections 4 to 6 and 10. */
final class ActionRows {
    static final List<ActionCase> ALL = all();

    private static final String ORIGINAL = ".0-embedded";
    private static final String SAMPLE = "Sample!";

    private ActionRows() {}

    private static List<ActionCase> all() {
        ActionTable table = new ActionTable();
        lifeCycle(table);
        states(table);
        stack(table);
        replace(table);
        reapply(table);
        expectations(table);
        damagedFunctions(table);
        requests(table);
        pending(table);
        hooks(table);
        lists(table);
        quirks(table);
        return table.rows();
    }

    private static void lifeCycle(ActionTable table) {
        table.fact("section 5: the states")
                .both(
                        "life_cycle",
                        "A payload is applied, reverted and unloaded.",
                        row -> row.sample("")
                                .version(ORIGINAL, "m CHECKED 0")
                                .applied("m", 1, "m APPLIED 0")
                                .version(SAMPLE, "m APPLIED 0")
                                .reverted("m", "m CHECKED 0")
                                .version(ORIGINAL, "m CHECKED 0")
                                .step("UNLOAD m", "0", List.of())
                                .step("APPLY m", "-ENOENT", List.of())
                                .by(Check.PAYLOAD_KNOWN));
    }

    private static void states(ActionTable table) {
        table.fact("section 10, quirk 1: in the wrong state, 0 is returned and rc left alone")
                .both(
                        "wrong_state",
                        "Actions come in states they are not for.",
                        row -> row.sample("")
                                .step("REVERT m", "0", List.of("m CHECKED 0"))
                                .applied("m", 1, "m APPLIED 0")
                                .step("APPLY m", "0", List.of("m APPLIED 0"))
                                .step("REPLACE m", "0", List.of("m APPLIED 0")));
        table.fact("section 5: UNLOAD needs CHECKED")
                .both(
                        "unload_applied",
                        "A payload that is applied is to be unloaded.",
                        row -> row.sample("")
                                .applied("m", 1, "m APPLIED 0")
                                .step("UNLOAD m", "-EINVAL", List.of("m APPLIED 0"))
                                .by(Check.STATE)
                                .version(SAMPLE, "m APPLIED 0"));
        table.fact("section 5: other commands")
                .both(
                        "unknown_command",
                        "Nobody knows the command.",
                        row -> row.sample("")
                                .step("0 m", "-EOPNOTSUPP", List.of("m CHECKED 0"))
                                .by(Check.COMMAND)
                                .step("5 m", "-EOPNOTSUPP", List.of("m CHECKED 0"))
                                .by(Check.COMMAND)
                                .step("5 nobody", "-ENOENT", List.of("m CHECKED 0"))
                                .by(Check.PAYLOAD_KNOWN));
    }

    private static void stack(ActionTable table) {
        table.fact("section 5: depends vs Xen id on an empty stack, else vs the last applied id")
                .both("stacking_rule", "Payloads are applied on what they do not depend on.", row -> {
                    String mark = row.modern() ? "" : "!";
                    row.loaded("h", "xen_hello_world", "")
                            .loaded("b", "xen_bye_world", "")
                            .sample("")
                            .step(
                                    "APPLY b",
                                    "-EINVAL",
                                    List.of("h CHECKED 0", "b CHECKED 0", "m CHECKED 0"),
                                    row.line("b: check against hypervisor build-id failed" + mark))
                            .by(Check.BUILD_ID_DEP)
                            .applied("h", 1, "h APPLIED 0", "b CHECKED 0", "m CHECKED 0")
                            .step(
                                    "APPLY m",
                                    "-EINVAL",
                                    List.of("h APPLIED 0", "b CHECKED 0", "m CHECKED 0"),
                                    row.line("m: check against h build-id failed" + mark))
                            .by(Check.BUILD_ID_DEP)
                            .applied("b", 1, "h APPLIED 0", "b APPLIED 0", "m CHECKED 0")
                            .step(
                                    "REVERT h",
                                    "-EBUSY",
                                    List.of("h APPLIED 0", "b APPLIED 0", "m CHECKED 0"),
                                    row.line("h: can't unload. Top is b" + mark))
                            .by(Check.TOP_OF_STACK)
                            .version("Bye World!", "h APPLIED 0", "b APPLIED 0", "m CHECKED 0");
                });
        table.fact("section 5: unless NODEPS; section 10, quirk 14: overlap is guarded by stack order only")
                .modern(
                        "nodeps",
                        "A payload ignores what it depends on, and patches what is patched.",
                        row -> row.loaded("h", "xen_hello_world", "")
                                .sample("dep_wrong_byte")
                                .step(
                                        "APPLY m",
                                        "-EINVAL",
                                        List.of("h CHECKED 0", "m CHECKED 0"),
                                        row.line("m: check against hypervisor build-id failed"))
                                .by(Check.BUILD_ID_DEP)
                                .applied("h", 1, "h APPLIED 0", "m CHECKED 0")
                                .step(
                                        "APPLY m NODEPS",
                                        "0",
                                        List.of("h APPLIED 0", "m APPLIED 0"),
                                        row.line("m: Verifying enabled expectations for all functions"),
                                        row.line("m: Applying 1 functions"),
                                        row.line("m finished APPLY with rc=0"))
                                .version(SAMPLE, "h APPLIED 0", "m APPLIED 0")
                                .step(
                                        "REVERT h",
                                        "-EBUSY",
                                        List.of("h APPLIED 0", "m APPLIED 0"),
                                        row.line("h: can't unload. Top is m"))
                                .by(Check.TOP_OF_STACK)
                                .reverted("m", "h APPLIED 0", "m CHECKED 0")
                                .version("Hello World!", "h APPLIED 0", "m CHECKED 0"));
        table.fact("section 1: the action of 2016 has no flags")
                .old(
                        "nodeps",
                        "A flag is given that does not exist yet.",
                        row -> row.sample("dep_wrong_byte")
                                .step(
                                        "APPLY m NODEPS",
                                        "-EINVAL",
                                        List.of("m CHECKED 0"),
                                        row.line("m: check against hypervisor build-id failed!"))
                                .by(Check.BUILD_ID_DEP));
    }

    private static void replace(ActionTable table) {
        table.fact("section 5: depends vs Xen only; section 6: newest first")
                .both("replace", "One payload takes the place of two.", row -> {
                    row.loaded("h", "xen_hello_world", "")
                            .loaded("b", "xen_bye_world", "")
                            .sample("")
                            .applied("h", 1, "h APPLIED 0", "b CHECKED 0", "m CHECKED 0")
                            .step(
                                    "REPLACE b",
                                    "-EINVAL",
                                    List.of("h APPLIED 0", "b CHECKED 0", "m CHECKED 0"),
                                    row.line("b: check against hypervisor build-id failed" + (row.modern() ? "" : "!")))
                            .by(Check.BUILD_ID_DEP)
                            .applied("b", 1, "h APPLIED 0", "b APPLIED 0", "m CHECKED 0");
                    List<String> lines = new ArrayList<>(List.of(row.line("b: Reverting"), row.line("h: Reverting")));
                    lines.addAll(row.verifying("m"));
                    lines.add(row.line("m: Applying 1 functions"));
                    lines.add(row.line("m finished REPLACE with rc=0"));
                    row.step(
                                    "REPLACE m",
                                    "0",
                                    List.of("h CHECKED 0", "b CHECKED 0", "m APPLIED 0"),
                                    lines.toArray(String[]::new))
                            .version(SAMPLE, "h CHECKED 0", "b CHECKED 0", "m APPLIED 0")
                            .reverted("m", "h CHECKED 0", "b CHECKED 0", "m CHECKED 0")
                            .version(ORIGINAL, "h CHECKED 0", "b CHECKED 0", "m CHECKED 0");
                });
        table.fact("section 6, REPLACE; section 10, quirk 13: a failure leaves everything unpatched")
                .modern(
                        "replace_expectation",
                        "What replaces the others does not find what it expects.",
                        row -> row.loaded("h", "xen_hello_world", "")
                                .sample("exp_wrong")
                                .applied("h", 1, "h APPLIED 0", "m CHECKED 0")
                                .step(
                                        "REPLACE m",
                                        "0",
                                        List.of("h CHECKED 0", "m CHECKED -EINVAL"),
                                        row.line("h: Reverting"),
                                        row.line("m: Verifying enabled expectations for all functions"),
                                        row.line(EXPECTATION_FAILED),
                                        row.line("m: expectations of xen_extra_version failed (rc=-22), aborting!"),
                                        row.line(
                                                "m: SYSTEM MIGHT BE INSECURE: Replace action has been aborted after reverting ALL"
                                                        + " payloads!"),
                                        row.line("m finished REPLACE with rc=-22"))
                                .version(ORIGINAL, "h CHECKED 0", "m CHECKED -EINVAL"));
    }

    private static final String EXPECTATION_FAILED =
            "xen_extra_version: expectation failed: expected:cccccccccccccccc, actual:488d05b1070000c3";

    private static void reapply(ActionTable table) {
        table.fact("section 10, quirk 2: the refusal is in rc only")
                .modern(
                        "reapply_with_data",
                        "A payload with data is applied again.",
                        row -> row.sample("")
                                .applied("m", 1, "m APPLIED 0")
                                .reverted("m", "m CHECKED 0")
                                .step(
                                        "APPLY m",
                                        "0",
                                        List.of("m CHECKED -EINVAL"),
                                        row.line("m: can't revert as payload has .data. Please unload"))
                                .by(Check.REAPPLY));
        table.fact("section 10, quirk 8: REPLACE skips the re-apply guard")
                .modern(
                        "replace_with_data",
                        "A payload with data is applied again, by REPLACE.",
                        row -> row.sample("")
                                .applied("m", 1, "m APPLIED 0")
                                .reverted("m", "m CHECKED 0")
                                .step(
                                        "REPLACE m",
                                        "0",
                                        List.of("m APPLIED 0"),
                                        row.line("m: Verifying enabled expectations for all functions"),
                                        row.line("m: Applying 1 functions"),
                                        row.line("m finished REPLACE with rc=0")));
        table.fact("section 0: the re-apply guard is of 4.8")
                .old(
                        "reapply_with_data",
                        "A payload with data is applied again.",
                        row -> row.sample("")
                                .applied("m", 1, "m APPLIED 0")
                                .reverted("m", "m CHECKED 0")
                                .applied("m", 1, "m APPLIED 0")
                                .version(SAMPLE, "m APPLIED 0"));
        table.fact("section 2: safe_to_reapply")
                .both(
                        "reapply_without_data",
                        "A payload without data is applied again.",
                        row -> row.loaded("h", "xen_hello_world", "")
                                .applied("h", 1, "h APPLIED 0")
                                .reverted("h", "h CHECKED 0")
                                .applied("h", 1, "h APPLIED 0")
                                .version("Hello World!", "h APPLIED 0"));
    }

    private static void expectations(ActionTable table) {
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

    private static void damagedFunctions(ActionTable table) {
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

    private static void requests(ActionTable table) {
        String longest = "n".repeat(127);
        table.fact("section 3, row 1: a name has 128 bytes with its NUL at most")
                .both(
                        "long_name",
                        "Names of 127 and of 128 characters.",
                        row -> row.step("UPLOAD " + longest + "n sample", "-EINVAL", List.of())
                                .by(Check.NAME)
                                .step("UPLOAD " + longest + " sample", "0", List.of(longest + " CHECKED 0"))
                                .applied(longest, 1, longest + " APPLIED 0"));
        table.fact("section 3, row 2: size 0")
                .both(
                        "no_bytes",
                        "The payload is empty.",
                        row -> row.step("UPLOAD m " + ActionHost.NOTHING, "-EINVAL", List.of())
                                .by(Check.SIZE));
        table.fact("section 3, row 3: the name is taken")
                .both(
                        "name_taken",
                        "A payload comes under the name of another.",
                        row -> row.sample("")
                                .step("UPLOAD m xen_hello_world", "-EEXIST", List.of("m CHECKED 0"))
                                .by(Check.NAME_TAKEN));
        table.fact("section 3, row 14: a build-id that a loaded payload has; section 11, 12: silent")
                .modern(
                        "loaded_twice",
                        "A payload comes under a second name.",
                        row -> row.sample("")
                                .step("UPLOAD n sample", "-EEXIST", List.of("m CHECKED 0"))
                                .by(Check.DUPLICATE_BUILD_ID));
        table.fact("section 3, 2016 differences: no test for a build-id that is there; row 17 refuses it")
                .old(
                        "loaded_twice",
                        "A payload comes under a second name.",
                        row -> row.sample("")
                                .step(
                                        "UPLOAD n sample",
                                        "-EEXIST",
                                        List.of("m CHECKED 0"),
                                        row.line("n: duplicate new symbol: sample_string"))
                                .by(Check.NEW_SYMBOL));
        table.fact("section 10, quirk 15: a name ends at its first NUL")
                .both(
                        "early_nul",
                        "A name goes on behind a NUL.",
                        row -> row.step("UPLOAD m\0n sample", "0", List.of("m CHECKED 0"))
                                .step("UPLOAD m\0o xen_hello_world", "-EEXIST", List.of("m CHECKED 0"))
                                .by(Check.NAME_TAKEN)
                                .step("UNLOAD m\0p", "0", List.of()));
    }

    private static void pending(ActionTable table) {
        table.fact("section 10, quirk 3: rc stays EAGAIN where another action is pending")
                .both(
                        "two_at_once",
                        "An action comes while another is pending.",
                        row -> row.loaded("h", "xen_hello_world", "")
                                .sample("")
                                .step(
                                        "SCHEDULE APPLY h",
                                        "0",
                                        List.of("h CHECKED -EAGAIN", "m CHECKED 0"),
                                        row.verifying("h").toArray(String[]::new))
                                .step(
                                        "APPLY m",
                                        "-EBUSY",
                                        List.of("h CHECKED -EAGAIN", "m CHECKED -EAGAIN"),
                                        row.verifying("m").toArray(String[]::new))
                                .by(Check.SCHEDULE)
                                .step(
                                        "WAIT",
                                        "0",
                                        List.of("h APPLIED 0", "m CHECKED -EAGAIN"),
                                        row.line("h: Applying 1 functions"),
                                        row.line("h finished APPLY with rc=0")));
        table.fact("section 5: work scheduled for this payload EBUSY")
                .modern(
                        "unload_pending",
                        "A payload is to be unloaded while its action is pending.",
                        row -> row.sample("")
                                .step(
                                        "SCHEDULE APPLY m",
                                        "0",
                                        List.of("m CHECKED -EAGAIN"),
                                        row.line("m: Verifying enabled expectations for all functions"))
                                .step("UNLOAD m", "-EBUSY", List.of("m CHECKED -EAGAIN"))
                                .by(Check.WORK_SCHEDULED));
        table.fact("section 10, quirk 23: in 2016 it goes, and its memory is used when its time comes")
                .old(
                        "unload_pending",
                        "A payload is unloaded while its action is pending.",
                        row -> row.sample("")
                                .step("SCHEDULE APPLY m", "0", List.of("m CHECKED -EAGAIN"))
                                .step("SCHEDULE UNLOAD m", "0", List.of())
                                .dies("WAIT", "FATAL PAGE FAULT"));
    }

    private static void hooks(ActionTable table) {
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

    private static void lists(ActionTable table) {
        table.fact("section 4: more than 1024 entries E2BIG; an index behind the last EINVAL where there are any")
                .both(
                        "list",
                        "Lists of none, one and too many.",
                        row -> row.step("LIST 2147483647 1024", "0", List.of())
                                .step("UPLOAD m sample", "0", List.of("m CHECKED 0"))
                                .step("LIST 0 1025", "-E2BIG", List.of("m CHECKED 0"))
                                .by(Check.LIST_SIZE)
                                .step("LIST 1 1", "-EINVAL", List.of("m CHECKED 0"))
                                .by(Check.LIST_INDEX)
                                .step("LIST 0 0", "0", List.of("m CHECKED 0"))
                                .step("LIST 0 1024", "1", List.of("m CHECKED 0")));
    }

    /** Whose version function faults, dies twice: the report of the first death calls it. */
    private static void quirks(ActionTable table) {
        table.fact("section 10, quirk 5: two NOPs less four bytes of ENDBR64 are nearly 4 GiB")
                .modern(
                        "fn_nop_short_of_endbr",
                        "There are fewer NOPs than an ENDBR64 has bytes.",
                        row -> row.sample("fn_nop_short_of_endbr").dies("APPLY m", "FATAL PAGE FAULT"));
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
