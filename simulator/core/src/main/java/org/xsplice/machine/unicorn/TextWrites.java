// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.xsplice.machine.Memory;
import org.xsplice.machine.TextChange;

/**
 * Watches what guest code writes into executable pages. The engine that writes drops its own translations; the others
 * know nothing of it.
 */
final class TextWrites {
    private final UnicornMachine machine;
    private final Map<Long, byte[]> before = new TreeMap<>();

    TextWrites(UnicornMachine machine) {
        this.machine = machine;
    }

    /** Keeps what a page holds, just before guest code writes to it. */
    void before(long page) {
        before.computeIfAbsent(page, p -> machine.read(p, Memory.PAGE_SIZE));
    }

    /** Returns by page the old content of the writes that have not been taken yet; an immutable map. */
    Map<Long, byte[]> keep() {
        return before.isEmpty() ? Map.of() : Map.copyOf(before);
    }

    /** Makes it be what it was; returns whether pages have to be watched again. */
    boolean putBack(Map<Long, byte[]> kept) {
        boolean any = !before.isEmpty();
        before.clear();
        before.putAll(kept);
        return any;
    }

    List<TextChange> take() {
        if (before.isEmpty()) {
            return List.of();
        }
        List<TextChange> changes = new ArrayList<>();
        before.forEach((page, old) -> {
            if (machine.permissionAt(page) != null) {
                compare(page, old, machine.read(page, Memory.PAGE_SIZE), changes);
            }
        });
        before.clear();
        machine.flushTlbs();
        changes.forEach(c -> machine.invalidate(c.address(), c.after().length));
        return changes;
    }

    private static void compare(long page, byte[] old, byte[] fresh, List<TextChange> changes) {
        for (int at = 0; at < old.length; at++) {
            int start = at;
            while (at < old.length && old[at] != fresh[at]) {
                at++;
            }
            if (at > start) {
                changes.add(new TextChange(
                        page + start,
                        java.util.Arrays.copyOfRange(old, start, at),
                        java.util.Arrays.copyOfRange(fresh, start, at)));
            }
        }
    }
}
