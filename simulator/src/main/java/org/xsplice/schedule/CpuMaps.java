// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import java.util.BitSet;
import org.xsplice.machine.Checkpoint;

/** Which CPUs are online, and the lock that keeps them so: {@code cpu_online_map} and xen/common/cpu.c. */
final class CpuMaps {
    private final BitSet online = new BitSet();
    private int readers;
    private boolean writer;

    CpuMaps(int cpus) {
        online.set(0, cpus);
    }

    /** Models {@code get_cpu_maps}. */
    boolean get() {
        if (writer) {
            return false;
        }
        readers++;
        return true;
    }

    /** Models {@code put_cpu_maps}. */
    void put() {
        readers--;
    }

    /** Returns whether a CPU is just being plugged or unplugged. */
    boolean beingChanged() {
        return writer;
    }

    /** Returns whether {@code cpu_hotplug_begin} would get the lock. */
    boolean mayBeginHotplug() {
        return !writer && readers == 0;
    }

    /** Models {@code cpu_hotplug_begin}, where it gets the lock. */
    void beginHotplug() {
        writer = true;
    }

    /** Has somebody hold the lock for writing who does nothing else, or let it go. */
    void setTaken(boolean taken) {
        writer = taken;
    }

    /** Brings a CPU online, or takes it offline, and models {@code cpu_hotplug_done}. */
    void endHotplug(int cpu, boolean isOnline) {
        online.set(cpu, isOnline);
        writer = false;
    }

    boolean isOnline(int cpu) {
        return online.get(cpu);
    }

    int online() {
        return online.cardinality();
    }

    /** Mixes what it holds into a hash. */
    long hash(long seed) {
        return (seed * 31 + online.hashCode()) * 31 + readers * 2L + (writer ? 1 : 0);
    }

    Checkpoint keep() {
        BitSet onlineThen = (BitSet) online.clone();
        int readersThen = readers;
        boolean writerThen = writer;
        return () -> {
            online.clear();
            online.or(onlineThen);
            readers = readersThen;
            writer = writerThen;
        };
    }
}
