// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.List;
import org.xsplice.refusal.Check;

/** What is asked for, and what is told: facts, sections 3 and 4. */
final class RequestRows {
    private RequestRows() {}

    static void requests(ActionTable table) {
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

    static void lists(ActionTable table) {
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
}
