// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.support;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.machine.Memory;
import org.xsplice.plane.ListReply;
import org.xsplice.plane.PayloadStatus;
import org.xsplice.plane.model.ModelPlane;

/**
 * What a refusal must leave as it was.
 *
 * @param image checksum of the hypervisor's text and data
 * @param payloadPages permissions of the pages where payloads go, with a checksum of what is in those that are mapped
 */
public record GuestState(long image, List<String> payloadPages, List<PayloadStatus> payloads, int version) {
    /** How many pages from the image's end on are looked at; the allocator hands out the first ones first. */
    private static final int WINDOW_PAGES = 64;

    /** Looks at a host. */
    public static GuestState of(ModelPlane plane) {
        Hypervisor hypervisor = plane.hypervisor();
        ListReply list = plane.list(0, 1024);
        long start = hypervisor.symbols().require("_stext") & -Memory.PAGE_SIZE;
        long end = hypervisor.symbols().require("__2M_rwdata_end");
        List<String> pages = new ArrayList<>();
        for (long page = end; page < end + WINDOW_PAGES * Memory.PAGE_SIZE; page += Memory.PAGE_SIZE) {
            if (hypervisor.memory().permissionAt(page) != null) {
                pages.add("%x %s %x"
                        .formatted(
                                page,
                                hypervisor.memory().permissionAt(page),
                                checksum(hypervisor.memory(), page, page + Memory.PAGE_SIZE)));
            }
        }
        return new GuestState(
                checksum(hypervisor.memory(), start, end), List.copyOf(pages), list.entries(), list.version());
    }

    private static long checksum(Memory memory, long from, long to) {
        CRC32 sum = new CRC32();
        for (long page = from; page < to; page += Memory.PAGE_SIZE) {
            if (memory.permissionAt(page) != null) {
                sum.update(memory.read(page, Memory.PAGE_SIZE));
            }
        }
        return sum.getValue();
    }
}
