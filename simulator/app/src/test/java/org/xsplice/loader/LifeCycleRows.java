// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.loader.ActionTable.EXPECTATION_FAILED;
import static org.xsplice.loader.ActionTable.ORIGINAL;
import static org.xsplice.loader.ActionTable.SAMPLE;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.xsplice.profile.Feature;
import org.xsplice.refusal.Check;

/** What payloads go through: facts, section 5. */
final class LifeCycleRows {
    private LifeCycleRows() {}

    static void lifeCycle(ActionTable table) {
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

    static void states(ActionTable table) {
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

    static void stack(ActionTable table) {
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

    static void replace(ActionTable table) {
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

    static void reapply(ActionTable table) {
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
        reapplyWithoutData(table);
    }

    private static void reapplyWithoutData(ActionTable table) {
        String what = "A payload without data is applied again.";
        Consumer<ActionTable.Row> again = row -> row.loaded("h", "xen_hello_world", "")
                .applied("h", 1, "h APPLIED 0")
                .reverted("h", "h CHECKED 0")
                .applied("h", 1, "h APPLIED 0")
                .version("Hello World!", "h APPLIED 0");
        table.fact("section 2: safe_to_reapply; 0dc1f929e8")
                .old("reapply_without_data", what, again)
                .with(Feature.EMPTY_DATA_IGNORED)
                .modern("reapply_without_data", what, again);
        table.fact("before 0dc1f929e8 an empty writable section counts as data")
                .without(Feature.EMPTY_DATA_IGNORED)
                .modern(
                        "reapply_without_data",
                        what,
                        row -> row.loaded("h", "xen_hello_world", "")
                                .applied("h", 1, "h APPLIED 0")
                                .reverted("h", "h CHECKED 0")
                                .step(
                                        "APPLY h",
                                        "0",
                                        List.of("h CHECKED -EINVAL"),
                                        row.line("h: can't revert as payload has .data. Please unload"))
                                .by(Check.REAPPLY));
    }

    static void pending(ActionTable table) {
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
}
