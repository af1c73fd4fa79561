// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.xsplice.machine.CpuState;
import org.xsplice.machine.Snapshot;

/**
 * A machine at one moment.
 *
 * @param frames what they held, as {@link FrameHistory} keeps it
 * @param taken the frames in use
 */
record UnicornSnapshot(UnicornMachine machine, byte[][] frames, BitSet taken, PageTable pages, List<CpuPart> cpus)
        implements Snapshot {

    /** A CPU at that moment. */
    record CpuPart(CpuState registers, Map<Long, Integer> privateFrames) {
        static CpuPart of(UnicornCpu cpu) {
            return new CpuPart(cpu.save(), cpu.privateFrames());
        }
    }
}
