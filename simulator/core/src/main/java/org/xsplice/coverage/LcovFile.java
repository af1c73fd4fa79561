// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.coverage;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.List;

/**
 * Coverage in the format of lcov's tracefiles (geninfo(1)). There are no lines of source to count, so a listing of the
 * functions takes the place of the source: each block counts as the line of its first instruction.
 *
 * @param listing one line for each function and each instruction
 * @param tracefile refers to the lines of the listing
 */
public record LcovFile(List<String> listing, List<String> tracefile) {
    /**
     * Makes both.
     *
     * @param listingFile how the tracefile is to name the listing
     */
    public static LcovFile of(Coverage coverage, String listingFile) {
        List<String> listing = new ArrayList<>();
        List<String> functions = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        int functionsReached = 0;
        int blocksReached = 0;
        for (FunctionCoverage function : coverage.functions()) {
            String name = function.function().name();
            listing.add(format("%016x <%s>:", function.function().address(), name));
            long entered = function.hits().isEmpty() ? 0 : function.hits().get(0);
            functions.add(format("FN:%d,%s", listing.size(), name));
            functions.add(format("FNDA:%d,%s", entered, name));
            functionsReached += entered > 0 ? 1 : 0;
            for (int i = 0; i < function.blocks(); i++) {
                lines.add(format("DA:%d,%d", listing.size() + 1, function.hits().get(i)));
                function.function()
                        .blocks()
                        .get(i)
                        .instructions()
                        .forEach(instruction ->
                                listing.add(format("%16x:  %s", instruction.address(), instruction.text())));
            }
            blocksReached += function.reached();
        }
        List<String> tracefile = new ArrayList<>(List.of("TN:livepatch", "SF:" + listingFile));
        tracefile.addAll(functions);
        tracefile.add("FNF:" + functions.size() / 2);
        tracefile.add("FNH:" + functionsReached);
        tracefile.addAll(lines);
        tracefile.add("LF:" + lines.size());
        tracefile.add("LH:" + blocksReached);
        tracefile.add("end_of_record");
        return new LcovFile(List.copyOf(listing), List.copyOf(tracefile));
    }
}
