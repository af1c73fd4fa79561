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
                                .step("APPLY m", "-ENOENT", List.of()));
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
                                .version(SAMPLE, "m APPLIED 0"));
        table.fact("section 5: other commands")
                .both(
                        "unknown_command",
                        "Nobody knows the command.",
                        row -> row.sample("")
                                .step("0 m", "-EOPNOTSUPP", List.of("m CHECKED 0"))
                                .step("5 m", "-EOPNOTSUPP", List.of("m CHECKED 0"))
                                .step("5 nobody", "-ENOENT", List.of("m CHECKED 0")));
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
                            .applied("h", 1, "h APPLIED 0", "b CHECKED 0", "m CHECKED 0")
                            .step(
                                    "APPLY m",
                                    "-EINVAL",
                                    List.of("h APPLIED 0", "b CHECKED 0", "m CHECKED 0"),
                                    row.line("m: check against h build-id failed" + mark))
                            .applied("b", 1, "h APPLIED 0", "b APPLIED 0", "m CHECKED 0")
                            .step(
                                    "REVERT h",
                                    "-EBUSY",
                                    List.of("h APPLIED 0", "b APPLIED 0", "m CHECKED 0"),
                                    row.line("h: can't unload. Top is b" + mark))
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
                                        row.line("m: check against hypervisor build-id failed!")));
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
                                        row.line("m: can't revert as payload has .data. Please unload")));
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
                                        row.line("m: expectations of xen_extra_version failed (rc=-22), aborting!")));
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
                                        row.line("m: expectations of xen_extra_version failed (rc=-22), aborting!")));
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
                                        row.line("m: expectations of xen_extra_version failed (rc=-34), aborting!")));
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
}
