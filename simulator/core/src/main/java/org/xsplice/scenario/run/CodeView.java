// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.run;

import java.util.List;
import org.xsplice.event.ByteString;

/**
 * A stretch of code, in bytes and as instructions.
 *
 * @param bytes all of them
 * @param lines the same bytes, instruction by instruction
 */
public record CodeView(ByteString bytes, List<Line> lines) {
    /**
     * An instruction, or other bytes.
     *
     * @param offset from the start of the stretch
     * @param length in bytes
     * @param text the instruction in Intel syntax; what else there is to say of bytes that are none, or are cut off
     */
    public record Line(int offset, int length, String text) {}
}
