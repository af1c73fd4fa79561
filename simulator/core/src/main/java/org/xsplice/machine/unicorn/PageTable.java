// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import java.util.Arrays;
import org.xsplice.machine.Permission;

/** From virtual page numbers to frames and permissions: an open-addressing hash table, for speed. */
final class PageTable {
    private static final Permission[] PERMISSIONS = Permission.values();
    private static final int PERMISSION_BITS = 3;
    private static final long EMPTY = -1;
    private static final int FIRST_SIZE = 4096;

    private long[] keys;
    private int[] values;
    /** By frame: the page that shows it. */
    private long[] pages;

    private int used;
    private boolean shared;

    PageTable() {
        keys = new long[FIRST_SIZE];
        values = new int[FIRST_SIZE];
        pages = new long[FIRST_SIZE];
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
            grow();
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

    /** Removes a page. Those after it that its slot kept from theirs move up, so that look-ups stay short. */
    void remove(long page) {
        own();
        int hole = slotOf(page);
        if (keys[hole] != page) {
            return;
        }
        used--;
        int mask = keys.length - 1;
        for (int slot = hole + 1 & mask; keys[slot] != EMPTY; slot = slot + 1 & mask) {
            if ((slot - home(keys[slot]) & mask) >= (slot - hole & mask)) {
                keys[hole] = keys[slot];
                values[hole] = values[slot];
                hole = slot;
            }
        }
        keys[hole] = EMPTY;
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
            if (keys[i] != EMPTY) {
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
        int slot = home(page);
        while (keys[slot] != page && keys[slot] != EMPTY) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /** Returns the slot at which the search for a page begins. */
    private int home(long page) {
        return (int) (page * 0x9e3779b97f4a7c15L >>> 40) & keys.length - 1;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[2 * oldKeys.length];
        values = new int[keys.length];
        Arrays.fill(keys, EMPTY);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != EMPTY) {
                int slot = slotOf(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
