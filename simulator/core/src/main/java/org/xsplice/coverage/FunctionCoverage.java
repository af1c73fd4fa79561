// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.coverage;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How often the blocks of a function have been executed.
 *
 * @param hits one number for each block
 */
public record FunctionCoverage(TracedFunction function, List<Long> hits) {
    /** Returns how many blocks there are. */
    public int blocks() {
        return hits.size();
    }

    /** Returns how many of them have been executed at least once. */
    public int reached() {
        return (int) hits.stream().filter(n -> n > 0).count();
    }

    /** Returns the blocks that never were. */
    public List<CodeBlock> missed() {
        return IntStream.range(0, blocks())
                .filter(i -> hits.get(i) == 0)
                .mapToObj(function.blocks()::get)
                .toList();
    }
}
