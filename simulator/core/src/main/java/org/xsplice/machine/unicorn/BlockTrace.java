// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import org.xsplice.machine.CodeObserver;

/**
 * Follows one CPU through a range of code. The engine tells when it enters a block of translated code; whether the block was
 * executed to its end shows only when the next one is entered, or when the CPU stops.
 */
final class BlockTrace {
    private final CodeObserver observer;
    private final UnicornNative.Code hook = this::entered;
    private long first;
    private long end;

    BlockTrace(CodeObserver observer) {
        this.observer = observer;
    }

    UnicornNative.Code hook() {
        return hook;
    }

    private void entered(long engine, long address, int size, long userData) {
        settle(end);
        first = address;
        end = address + size;
    }

    /**
     * Tells the observer of the block that was entered last.
     *
     * @param rip where the CPU stands: the instruction there has not been executed
     */
    void settle(long rip) {
        boolean stoppedWithin = rip - first >= 0 && rip - end < 0;
        long executed = stoppedWithin ? rip : end;
        if (executed != first) {
            observer.executed(first, executed);
        }
        first = end;
    }
}
