// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import java.util.Arrays;
import org.xsplice.machine.Permission;

/** From virtual page numbers to frames and permissions: an open-addressing hash table, for speed. */
final class PageTable {
    private static final Permission[] PERMISSIONS = Permission.values();
    private static final int PERMISSION_BITS = 3;
    private static final long EMPTY = -1;
    private static final long REMOVED = -2;

    private long[] keys;
    private int[] values;
    /** By frame: the page that shows it. */
    private long[] pages;

    private int used;
    private boolean shared;

    PageTable() {
        keys = new long[4096];
        values = new int[4096];
        pages = new long[4096];
        Arrays.fill(keys, EMPTY);
    }

    private PageTable(PageTable other) {
        become(other);
    }

    /** Returns the entry of a page, or -1 where nothing is mapped. */
    int find(long page) {
        int slot = slotOf(page);
        return keys[slot] == page ? values[slot] : -1;
    }

    static int frame(int entry) {
        return entry >>> PERMISSION_BITS;
    }

    static Permission permission(int entry) {
        return PERMISSIONS[entry & (1 << PERMISSION_BITS) - 1];
    }

    void put(long page, int frame, Permission permission) {
        own();
        if (used * 2 >= keys.length) {
            rehash();
        }
        int slot = slotOf(page);
        if (keys[slot] != page) {
            keys[slot] = page;
            used++;
        }
        values[slot] = frame << PERMISSION_BITS | permission.ordinal();
        if (frame >= pages.length) {
            pages = Arrays.copyOf(pages, Integer.highestOneBit(frame) << 1);
        }
        pages[frame] = page;
    }

    /** Returns the page that shows a frame, or that did so last. */
    long pageOf(int frame) {
        return frame < pages.length ? pages[frame] : 0;
    }

    void remove(long page) {
        own();
        int slot = slotOf(page);
        if (keys[slot] == page) {
            keys[slot] = REMOVED;
        }
    }

    /** Returns a table with the same entries; they are copied once either is changed. */
    PageTable copy() {
        return new PageTable(this);
    }

    /** Takes over the entries of another table. */
    final void become(PageTable other) {
        keys = other.keys;
        values = other.values;
        pages = other.pages;
        used = other.used;
        shared = true;
        other.shared = true;
    }

    /** Returns whether no entry has been changed since one was copied from the other. */
    boolean same(PageTable other) {
        return keys == other.keys;
    }

    private void own() {
        if (shared) {
            keys = keys.clone();
            values = values.clone();
            pages = pages.clone();
            shared = false;
        }
    }

    /** Calls for every page that is mapped, in no particular order that means anything. */
    void forEach(Visitor visitor) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != EMPTY && keys[i] != REMOVED) {
                visitor.visit(keys[i], values[i]);
            }
        }
    }

    /** Takes pages with their entries. */
    @FunctionalInterface
    interface Visitor {
        void visit(long page, int entry);
    }

    private int slotOf(long page) {
        int mask = keys.length - 1;
        int slot = (int) (page * 0x9e3779b97f4a7c15L >>> 40) & mask;
        while (keys[slot] != page && keys[slot] != EMPTY) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void rehash() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        long live =
                Arrays.stream(oldKeys).filter(k -> k != EMPTY && k != REMOVED).count();
        int size = Math.max(4096, Integer.highestOneBit((int) live * 4) << 1);
        keys = new long[size];
        values = new int[size];
        used = 0;
        Arrays.fill(keys, EMPTY);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != EMPTY && oldKeys[i] != REMOVED) {
                int slot = slotOf(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
                used++;
            }
        }
    }
}
