// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.xsplice.machine.Snapshot;

/**
 * A machine at one moment.
 *
 * @param frames what they held, as {@link FrameHistory} keeps it
 * @param taken the frames in use; not to be changed
 * @param textWritten by page, the old content of text that guest code has written to and that has not been taken yet
 */
record UnicornSnapshot(
        UnicornMachine machine,
        PageVersions frames,
        BitSet taken,
        PageTable pages,
        Map<Long, byte[]> textWritten,
        List<UnicornCpu.State> cpus)
        implements Snapshot {}
