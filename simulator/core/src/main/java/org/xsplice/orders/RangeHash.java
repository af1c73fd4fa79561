// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.orders;

import java.util.Arrays;
import org.xsplice.machine.Memory;
import org.xsplice.state.Derived;
import org.xsplice.state.StateHash;

/** The hash of a range of memory, asked for again and again: only what has changed since is hashed again. */
final class RangeHash {
    private static final int CHUNK = 128;

    private final long start;
    private final int length;

    @Derived("what memory held when it was looked at last")
    private final byte[] known;

    @Derived("what memory held when it was looked at last")
    private final byte[] now;

    @Derived("what memory held when it was looked at last")
    private final long[] chunks;

    @Derived("what memory held when it was looked at last")
    private long sum;

    RangeHash(long start, int length) {
        this.start = start;
        this.length = length;
        known = new byte[length];
        now = new byte[length];
        chunks = new long[(length + CHUNK - 1) / CHUNK];
        for (int chunk = 0; chunk < chunks.length; chunk++) {
            update(chunk);
        }
    }

    /** Returns whether it is there to be hashed. */
    boolean isMapped(Memory memory) {
        return memory.permissionAt(start) != null;
    }

    /** Returns the hash of what memory holds now. */
    long of(Memory memory) {
        memory.read(start, now, 0, length);
        for (int at = Arrays.mismatch(now, known); at >= 0; ) {
            int chunk = at / CHUNK;
            int end = Math.min(length, (chunk + 1) * CHUNK);
            System.arraycopy(now, chunk * CHUNK, known, chunk * CHUNK, end - chunk * CHUNK);
            update(chunk);
            int next = Arrays.mismatch(now, end, length, known, end, length);
            at = next < 0 ? next : end + next;
        }
        return sum;
    }

    private void update(int chunk) {
        StateHash hash = new StateHash();
        hash.add(chunk);
        hash.add(known, chunk * CHUNK, Math.min(length, (chunk + 1) * CHUNK));
        sum += hash.value() - chunks[chunk];
        chunks[chunk] = hash.value();
    }
}
