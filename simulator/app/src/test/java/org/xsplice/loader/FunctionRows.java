// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.errno.Errno.EINVAL;
import static org.xsplice.errno.Errno.ENOENT;
import static org.xsplice.errno.Errno.EOPNOTSUPP;
import static org.xsplice.errno.Errno.EOVERFLOW;

import org.xsplice.profile.Feature;
import org.xsplice.refusal.Check;

/** Facts, section 3, row 13 and the differences of 2016. */
final class FunctionRows {
    private static final String ZERO = "Address or size fields are zero";

    private FunctionRows() {}

    static UploadTable add(UploadTable table) {
        layout(table);
        sizes(table);
        nops(table);
        addresses(table);
        return table;
    }

    private static void layout(UploadTable table) {
        table.fact("row 13: size % 104")
                .modern(
                        "fn_size_103",
                        EINVAL,
                        Check.FUNCTIONS_SIZE,
                        "Wrong size 103 of .livepatch.funcs (must be multiple of 104)")
                .modern(
                        "fn_size_64",
                        EINVAL,
                        Check.FUNCTIONS_SIZE,
                        "Wrong size 64 of .livepatch.funcs (must be multiple of 104)");
        table.fact("section 3, 2016 differences: size % 64")
                .old("fn_size_63", EINVAL, Check.FUNCTIONS_SIZE, "Wrong size of .xsplice.funcs!")
                .old("fn_size_104", EINVAL, Check.FUNCTIONS_SIZE, "Wrong size of .xsplice.funcs!");
        table.fact("row 13: version != 2");
        for (int version : new int[] {0, 1, 3, 255}) {
            table.modern(
                    "fn_version_" + version,
                    EOPNOTSUPP,
                    Check.FUNCTION_VERSION,
                    "Wrong version (" + version + "). Expected 2");
        }
        table.modern("fn_two_second_bad_version", EOPNOTSUPP, Check.FUNCTION_VERSION, "Wrong version (0). Expected 2");
        table.fact("section 3, 2016 differences: version != 1");
        for (int version : new int[] {0, 2, 3, 255}) {
            table.old(
                    "fn_version_" + version,
                    EOPNOTSUPP,
                    Check.FUNCTION_VERSION,
                    "Wrong version (" + version + "). Expected 1!");
        }
        table.old("fn_two_second_bad_version", EOPNOTSUPP, Check.FUNCTION_VERSION, "Wrong version (0). Expected 1!");
        table.fact("section 10, quirk 6: two entries for one address").accepted("x_two_same_fn");
        table.fact("section 5: expectations are looked at by APPLY")
                .acceptedBy(
                        UploadTable.MODERN, "exp_disabled_bad", "exp_wrong", "exp_rsv", "exp_len0", "exp_len31_gt_old");
    }

    private static void sizes(UploadTable table) {
        table.fact("row 13: old_size 0").modern("fn_old_size0", EINVAL, Check.FUNCTION_FIELDS, ZERO);
        table.fact("section 3, 2016 differences: old_size < 5 is refused without a word")
                .old("fn_old_size0", EINVAL, Check.JUMP_FITS);
        table.fact("row 13: old_size < 5; section 11, 12: silent").silent("fn_old_size_4", EINVAL, Check.JUMP_FITS);
        table.fact("row 13: a jump fits").accepted("fn_old_size_5", "fn_old_size_huge", "fn_new_size_huge");
        table.fact("RELEASE-4.17.5 prepare_payload: new_size may be 0").acceptedBy(UploadTable.MODERN, "fn_new_size0");
        table.fact("section 3, 2016 differences: !new_size")
                .old("fn_new_size0", EINVAL, Check.FUNCTION_FIELDS, ZERO + "!");
    }

    private static void nops(UploadTable table) {
        table.fact("row 13: NOPs")
                .acceptedBy(UploadTable.MODERN, "fn_nop_size0", "fn_nop_1", "fn_nop_31", "fn_new_addr0")
                .modern("fn_nop_32", EOPNOTSUPP, Check.NOP_LENGTH)
                .modern("fn_nop_over_both", EOPNOTSUPP, Check.NOP_LENGTH)
                .modern("fn_nop_over_old", EINVAL, Check.NOP_WITHIN_FUNCTION);
        table.fact("section 3, 2016 differences: !new_addr");
        for (String damage : new String[] {
            "fn_nop_size0", "fn_nop_1", "fn_nop_31", "fn_nop_32", "fn_nop_over_both", "fn_nop_over_old", "fn_new_addr0",
        }) {
            table.old(damage, EINVAL, Check.FUNCTION_FIELDS, ZERO + "!");
        }
    }

    private static void addresses(UploadTable table) {
        table.fact("row 13: old_addr 0, looked up by name")
                .accepted("fn_old0", "fn_old0_name0")
                .same(
                        "fn_old0_name_unknown",
                        ENOENT,
                        Check.OLD_ADDRESS,
                        "Could not resolve old address of no_such_function")
                .same(
                        "fn_old0_name_is_payload_sym",
                        ENOENT,
                        Check.OLD_ADDRESS,
                        "Could not resolve old address of own_new_symbol");
        table.fact("symbols_lookup_by_name reads the name, which is NULL")
                .died(UploadTable.MODERN, "fn_old0_name0_both", "0000000000000000")
                .died(UploadTable.OLD, "fn_old0_name0_both", "0000000000000000");
        table.fact("recorded for 4.17.5: the ENDBR test reads old_addr; 6974c75180")
                .with(Feature.ENDBR_AWARE)
                .died(UploadTable.MODERN, "fn_old_addr_1", "arch_livepatch_verify_func")
                .died(UploadTable.MODERN, "fn_old_addr_1", "0000000000000001");
        table.fact("before 6974c75180 nothing reads old_addr; row 13: distance")
                .without(Feature.ENDBR_AWARE)
                .modern("fn_old_addr_1", EOVERFLOW, Check.DISTANCE);
        table.fact("section 3, 2016 differences: no distance test, and old_addr is not read")
                .acceptedBy(UploadTable.OLD, "fn_old_addr_1", "fn_old_addr_far_mapped", "fn_new_addr_far");
        table.fact("row 13: distance; section 11, 12: silent").modern("fn_new_addr_far", EOVERFLOW, Check.DISTANCE);
        table.fact("section 10, quirk 11: nothing checks that old_addr is a function's start")
                .accepted("fn_old_addr_rodata", "fn_old_addr_xendata");
        table.fact("section 10, quirk 22: new_addr is believed").accepted("fn_new_addr_data");
        table.fact("section 10, quirk 12: the test does not count the jump's own bytes")
                .accepted("fn_new_addr_just_past");
        table.fact("section 10, quirks 5, 24 and 26: NOPs are counted, and nothing else is looked at")
                .acceptedBy(UploadTable.MODERN, "fn_nop_short_of_endbr", "fn_nop_under_branch", "fn_nop_over_return");
        table.fact("row 13: an unloaded section has no address, the version is at 0x20; 8c81423038")
                .without(Feature.UNLOADED_SECTIONS_IN_UPLOAD)
                .died(UploadTable.MODERN, "x_funcs_not_alloc", "0000000000000020")
                .died(UploadTable.MODERN, "x_funcs_not_alloc", "prepare_payload");
        table.fact("8c81423038: it is read where the upload has it, where no relocation was made, so the name is at 0")
                .with(Feature.UNLOADED_SECTIONS_IN_UPLOAD)
                .died(UploadTable.MODERN, "x_funcs_not_alloc", "read of 0000000000000000")
                .died(UploadTable.MODERN, "x_funcs_not_alloc", "symbols_lookup_by_name");
    }
}
