// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import java.util.List;
import java.util.zip.CRC32;
import org.xsplice.hypervisor.HypervisorView;
import org.xsplice.machine.Memory;
import org.xsplice.machine.MemoryView;
import org.xsplice.machine.Permission;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.ListReply;
import org.xsplice.plane.PayloadStatus;

/**
 * What a refusal must leave as it was.
 *
 * @param code checksum of text and read-only data
 * @param data checksum of the data
 * @param payloadPages checksum of the pages where payloads go, their permissions included
 */
record HostState(long code, long data, long payloadPages, List<PayloadStatus> payloads, int version) {
    /** How many pages from the image's end on are looked at; the allocator hands out the first ones first. */
    private static final int WINDOW_PAGES = 64;

    static HostState of(ControlPlane plane) {
        HypervisorView hypervisor = plane.hypervisor();
        long text = hypervisor.symbols().require("_stext") & -Memory.PAGE_SIZE;
        long data = hypervisor.symbols().require("__2M_rwdata_start") & -Memory.PAGE_SIZE;
        long end = hypervisor.symbols().require("__2M_rwdata_end");
        ListReply list = plane.list(0, 1024);
        return new HostState(
                checksum(hypervisor.memory(), text, data),
                checksum(hypervisor.memory(), data, end),
                checksum(hypervisor.memory(), end, end + (long) WINDOW_PAGES * Memory.PAGE_SIZE),
                list.entries(),
                list.version());
    }

    private static long checksum(MemoryView memory, long from, long to) {
        CRC32 sum = new CRC32();
        byte[] page = new byte[Memory.PAGE_SIZE];
        for (long at = from; at < to; at += Memory.PAGE_SIZE) {
            Permission permission = memory.permissionAt(at);
            sum.update(permission == null ? 0xff : permission.ordinal());
            if (permission != null && permission != Permission.NONE) {
                memory.read(at, page, 0, page.length);
                sum.update(page);
            }
        }
        return sum.getValue();
    }

    /** Returns whether another state differs at most in what code that runs may change: data, and the list's version. */
    boolean sameButForData(HostState other) {
        return code == other.code && payloadPages == other.payloadPages && payloads.equals(other.payloads);
    }
}
