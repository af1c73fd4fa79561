// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import org.xsplice.state.Flag;
import org.xsplice.state.Flags;
import org.xsplice.state.HostState;
import org.xsplice.state.Num;

/** Which CPUs are online, and the lock that keeps them so: {@code cpu_online_map} and xen/common/cpu.c. */
final class CpuMaps {
    private final Flags online;
    private final Num readers;
    private final Flag writer;

    CpuMaps(int cpus, HostState state) {
        online = state.flags("cpumaps.online", cpus, true);
        readers = state.number("cpumaps.readers", 0);
        writer = state.flag("cpumaps.writer", false);
    }

    /** Models {@code get_cpu_maps}. */
    boolean get() {
        if (writer.get()) {
            return false;
        }
        readers.add(1);
        return true;
    }

    /** Models {@code put_cpu_maps}. */
    void put() {
        readers.add(-1);
    }

    /** Returns whether a CPU is going offline or coming online. */
    boolean beingChanged() {
        return writer.get();
    }

    /** Returns whether {@code cpu_hotplug_begin} would get the lock. */
    boolean mayBeginHotplug() {
        return !writer.get() && readers.get() == 0;
    }

    /** Models {@code cpu_hotplug_begin}, where it gets the lock. */
    void beginHotplug() {
        writer.set(true);
    }

    /** Has somebody hold the lock for writing who does nothing else, or let it go. */
    void setTaken(boolean taken) {
        writer.set(taken);
    }

    /** Brings a CPU online, or takes it offline, and models {@code cpu_hotplug_done}. */
    void endHotplug(int cpu, boolean isOnline) {
        online.set(cpu, isOnline);
        writer.set(false);
    }

    boolean isOnline(int cpu) {
        return online.get(cpu);
    }

    int online() {
        return online.cardinality();
    }
}
