// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.errno.Errno.EINVAL;
import static org.xsplice.errno.Errno.ENOSPC;
import static org.xsplice.errno.Errno.ERANGE;

import org.xsplice.errno.Errno;
import org.xsplice.profile.Feature;
import org.xsplice.refusal.Check;

/** Facts, section 3, row 15: bug frames, alternatives, exception table, metadata. */
final class ExtraRows {
    /** Where the sample's text lands: behind the sentinel's three pages and a guard page (facts, section 11, 6). */
    private static final String TEXT = "ffff82d040296000";

    private static final String REPLACEMENT = "ffff82d040296008";

    private ExtraRows() {}

    static UploadTable add(UploadTable table) {
        bugFrames(table);
        alternativeTable(table);
        alternatives(table);
        alternativeCalls(table);
        exceptionTable(table);
        metadata(table);
        return table;
    }

    private static void bugFrames(UploadTable table) {
        for (int kind = 0; kind < 4; kind++) {
            String damage = "bug_" + kind + "_size_";
            table.fact("row 15: bug_frames size; 2016 has words of its own")
                    .both(
                            damage + 7,
                            EINVAL,
                            Check.BUG_FRAMES_SIZE,
                            "Wrong size 7 of .bug_frames." + kind + " (must be multiple of 8)",
                            "Wrong size of .bug_frames." + kind + "!");
            table.fact("row 15: whole entries, or none").accepted(damage + 0, damage + 8);
        }
        table.fact("section 1: BUGFRAME_NR is 4").accepted("bug_4_size_7");
    }

    private static void alternativeTable(UploadTable table) {
        table.fact("row 15: altinstructions size")
                .modern(
                        "alt_size_13",
                        EINVAL,
                        Check.ALTERNATIVES_SIZE,
                        "Wrong size 13 of .altinstructions (must be multiple of 14)")
                .old("alt_size_11", EINVAL, Check.ALTERNATIVES_SIZE, "Size of .alt_instr is not multiple of 12!");
        table.fact("row 15: an alternative for what the CPU has not, and an empty table, change nothing")
                .accepted("alt_ok", "empty_altinstructions");
        table.fact("row 15: no text; e74360e4ba")
                .with(Feature.ALTERNATIVES_BOUNDED)
                .modernLines(
                        "alt_no_text",
                        EINVAL,
                        Check.ALTERNATIVES_TEXT,
                        "livepatch: m Alternatives provided, but no .text");
        table.fact("895111a94f secure_payload: asserts that there is text")
                .died(UploadTable.OLD, "alt_no_text", "Assertion 'text_pages' failed at xsplice.c:393");
        table.fact("row 15: no replacement section; e74360e4ba")
                .with(Feature.ALTERNATIVES_BOUNDED)
                .modernLines(
                        "alt_no_replacement",
                        EINVAL,
                        Check.ALTERNATIVES_REPLACEMENT,
                        "livepatch: m .altinstructions provided, but no .altinstr_replacement");
        table.fact("before e74360e4ba nobody looks for either")
                .without(Feature.ALTERNATIVES_BOUNDED)
                .acceptedBy(UploadTable.MODERN, "alt_no_text", "alt_no_replacement");
        table.fact("section 3, 2016 differences: nobody looks for the section")
                .acceptedBy(UploadTable.OLD, "alt_no_replacement");
        table.fact("recorded for 4.17.5: a table that is not loaded is read at 0")
                .without(Feature.UNLOADED_SECTIONS_IN_UPLOAD)
                .died(UploadTable.MODERN, "x_altinstr_not_alloc", "prepare_payload")
                .died(UploadTable.MODERN, "x_altinstr_not_alloc", "0000000000000000");
        table.fact("8c81423038: it is read where the upload has it, where no relocation was made")
                .with(Feature.UNLOADED_SECTIONS_IN_UPLOAD)
                .modernLines(
                        "x_altinstr_not_alloc",
                        EINVAL,
                        Check.ALTERNATIVE_ORIG,
                        "livepatch: m Alternative orig " + ReleaseValues.UPLOAD_PAGE + "3a2+0x2 outside payload text "
                                + TEXT + "+0xa");
        table.fact("895111a94f prepare_payload: reads it too, although the range test is tautological")
                .died(UploadTable.OLD, "x_altinstr_not_alloc", "prepare_payload")
                .died(UploadTable.OLD, "x_altinstr_not_alloc", "0000000000000000");
    }

    private static void alternatives(UploadTable table) {
        String outsideText = " outside payload text " + TEXT + "+0xa";
        String outsideReplacement = " outside .altinstr_replacement " + REPLACEMENT + "+0x2";
        table.fact("row 15: original out of range; e74360e4ba")
                .with(Feature.ALTERNATIVES_BOUNDED)
                .modernLines(
                        "alt_orig_len_past",
                        EINVAL,
                        Check.ALTERNATIVE_ORIG,
                        "livepatch: m Alternative orig " + TEXT + "+0xff" + outsideText)
                .modernLines(
                        "alt_orig_outside",
                        EINVAL,
                        Check.ALTERNATIVE_ORIG,
                        "livepatch: m Alternative orig ffff82d040196000+0x2" + outsideText);
        table.fact("row 15: replacement out of range; e74360e4ba")
                .with(Feature.ALTERNATIVES_BOUNDED)
                .modernLines(
                        "alt_repl_len_past",
                        EINVAL,
                        Check.ALTERNATIVE_REPL,
                        "livepatch: m Alternative repl " + REPLACEMENT + "+0xc8" + outsideReplacement)
                .modernLines(
                        "alt_repl_outside",
                        EINVAL,
                        Check.ALTERNATIVE_REPL,
                        "livepatch: m Alternative repl ffff82d040396008+0x2" + outsideReplacement);
        table.fact("before e74360e4ba the range test is tautological, and the CPU has not the feature")
                .without(Feature.ALTERNATIVES_BOUNDED)
                .acceptedBy(UploadTable.MODERN, "alt_orig_outside", "alt_repl_outside")
                .died(UploadTable.MODERN, "alt_orig_len_past", "total_len > sizeof(buf)")
                .died(UploadTable.MODERN, "alt_repl_len_past", "repl_len > total_len");
        table.fact("section 3, 2016 differences: the range test is tautological, and the CPU has not the feature")
                .acceptedBy(UploadTable.OLD, "alt_orig_outside", "alt_repl_outside");
        table.fact("section 10, quirk 19: applied at load, with its BUG_ONs")
                .died(UploadTable.OLD, "alt_orig_len0", "Xen BUG at apply_alternatives_nocheck")
                .died(UploadTable.OLD, "alt_orig_len_past", "total_len > sizeof(buf)")
                .died(UploadTable.OLD, "alt_orig_large", "total_len > sizeof(buf)")
                .died(UploadTable.OLD, "alt_repl_len_past", "repl_len > total_len")
                .died(UploadTable.OLD, "alt_feature_huge", "cpuid >= NCAPINTS * 32")
                .without(Feature.ALTERNATIVE_ERRORS)
                .died(UploadTable.MODERN, "alt_orig_len0", "Xen BUG at _apply_alternatives")
                .died(UploadTable.MODERN, "alt_orig_large", "total_len > sizeof(buf)")
                .died(UploadTable.MODERN, "alt_feature_huge", "cpuid >= NCAPINTS * 32");
        table.fact("aa5a06d5d6: they are refused").with(Feature.ALTERNATIVE_ERRORS);
        impossible(
                table,
                "alt_orig_len0",
                ENOSPC,
                Check.ALTERNATIVE_REPLACEMENT_FITS,
                "replacement size 0x2 larger than origin 0");
        impossible(
                table,
                "alt_orig_large",
                ENOSPC,
                Check.ALTERNATIVE_ORIGIN_FITS,
                "origin size 0xff bigger than buffer 0xfe");
        String range = " outside of featureset range " + ReleaseValues.FEATURES;
        table.fact("328ed39c59: the top bit is no part of the number")
                .with(Feature.ALTERNATIVE_ERRORS)
                .with(Feature.INVERTED_FEATURES);
        impossible(table, "alt_feature_huge", ERANGE, Check.ALTERNATIVE_FEATURE, "feature 0x7fff" + range);
        table.fact("before 328ed39c59 it is").with(Feature.ALTERNATIVE_ERRORS).without(Feature.INVERTED_FEATURES);
        impossible(table, "alt_feature_huge", ERANGE, Check.ALTERNATIVE_FEATURE, "feature 0xffff" + range);
        table.fact("RELEASE-4.17.5 prepare_payload: a replacement may be empty").accepted("alt_repl_len0");
    }

    private static void impossible(UploadTable table, String damage, Errno errno, Check check, String what) {
        table.modernLines(
                damage,
                errno,
                check,
                "alt table ffff82d040298088 -> ffff82d040298096",
                "Alt for " + TEXT + ", " + what,
                "livepatch: m applying alternatives failed: " + errno.rc());
    }

    private static void alternativeCalls(UploadTable table) {
        String[] wrong = {"altcall_size_7", "altcall_outside", "altcall_other", "altcall_no_text"};
        table.fact("d2fd5f0fcd: calls become direct ones, or three UD2; there may be none")
                .accepted("altcall_ok", "altcall_null", "empty_alt_call_sites");
        table.fact("before d2fd5f0fcd nobody looks at the section")
                .acceptedBy(UploadTable.OLD, "altcall_size_7", "altcall_outside", "altcall_other")
                .without(Feature.ALTERNATIVE_CALLS_APART)
                .acceptedBy(UploadTable.MODERN, wrong);
        table.fact("895111a94f secure_payload: asserts that there is text")
                .died(UploadTable.OLD, "altcall_no_text", "Assertion 'text_pages' failed at xsplice.c:393");
        table.fact("d2fd5f0fcd: size, text, place; EINVAL where it is no call of six bytes")
                .with(Feature.ALTERNATIVE_CALLS_APART)
                .modern(
                        "altcall_size_7",
                        EINVAL,
                        Check.ALTERNATIVE_CALLS_SIZE,
                        "Wrong size 7 of .alt_call_sites (must be multiple of 4)")
                .modernLines(
                        "altcall_no_text",
                        EINVAL,
                        Check.ALTERNATIVE_CALLS_TEXT,
                        "livepatch: m Alternative calls provided, but no .text")
                .modern(
                        "altcall_outside",
                        EINVAL,
                        Check.ALTERNATIVE_CALL_PLACE,
                        "Alternative call ffff82d040196008+0x6 outside payload text " + TEXT + "+0xf")
                .modernLines(
                        "altcall_other",
                        EINVAL,
                        Check.ALTERNATIVE_CALL_FORM,
                        "Altcall for ffff82d040296008 [90 90 7a 20 00 00] not CALL *RIPREL",
                        "livepatch: m: Applying alternative calls failed: -22");
    }

    private static void exceptionTable(UploadTable table) {
        table.fact("row 15: ex_table size")
                .both(
                        "ex_size_9",
                        EINVAL,
                        Check.EX_TABLE_SIZE,
                        "Wrong size 9 of .ex_table (must be multiple of 8)",
                        "Wrong size of .ex_table (exp:8 vs 9)!");
        table.fact("section 3, 2016 differences: an empty one is refused")
                .acceptedBy(UploadTable.MODERN, "ex_size_0")
                .old("ex_size_0", EINVAL, Check.EX_TABLE_SIZE, "Wrong size of .ex_table (exp:8 vs 0)!");
        table.fact("row 15: whole entries").accepted("ex_size_16");
    }

    private static void metadata(UploadTable table) {
        table.fact("row 15: modinfo not NUL-terminated")
                .modern("modinfo_not_terminated", EINVAL, Check.MODINFO, "Incorrect metadata format detected");
        table.fact("recorded for 4.17.5: the last byte of none is 4 GiB behind the section")
                .died(UploadTable.MODERN, "empty_modinfo", "prepare_payload");
        table.fact("row 15: one NUL is enough").acceptedBy(UploadTable.MODERN, "modinfo_one_nul", "modinfo_ok");
        table.fact("section 2: 2016 has no metadata")
                .acceptedBy(
                        UploadTable.OLD, "modinfo_not_terminated", "empty_modinfo", "modinfo_one_nul", "modinfo_ok");
    }
}
