// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.xen;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.machine.Memory;
import org.xsplice.plane.PayloadStatus;

/**
 * {@code struct xen_sysctl_livepatch_op} (xen/include/public/sysctl.h, interface of 4.17) in memory: written before
 * {@code livepatch_op} is called, read after.
 */
final class SysctlOp {
    private static final int SIZE = 72;
    private static final int CMD = 0;
    private static final int UNION = 8;
    private static final int UPLOAD = 0;
    private static final int GET = 1;
    private static final int LIST = 2;
    private static final int ACTION = 3;

    /** How the caller's memory is divided: names, statuses, lengths, then payload or metadata. */
    private static final long NAMES = 0;

    private static final long STATUSES = 0x40000;
    private static final long NAME_LENGTHS = 0x48000;
    private static final long METADATA_LENGTHS = 0x4a000;
    private static final long BULK = 0x100000;

    private final Hypervisor hypervisor;
    private final Memory memory;
    private final long op;
    private final long guest;
    private final long livepatchOp;

    /**
     * @param op address of memory of the hypervisor for the struct, a page
     */
    SysctlOp(Hypervisor hypervisor, long op) {
        this.hypervisor = hypervisor;
        this.memory = hypervisor.memory();
        this.op = op;
        this.guest = hypervisor.guestMemory();
        livepatchOp = hypervisor
                .symbols()
                .plain("livepatch_op")
                .orElseThrow(() -> new UnknownBuildException("it has no function livepatch_op"));
    }

    private int call(int command) {
        memory.writeInt(op + CMD, command);
        return (int) hypervisor.call(0, livepatchOp, op);
    }

    private void clear() {
        memory.write(op, new byte[SIZE]);
    }

    private void name(long field, String name) {
        byte[] bytes = (name + "\0").getBytes(StandardCharsets.ISO_8859_1);
        memory.write(guest + NAMES, bytes);
        memory.writeLong(field, guest + NAMES);
        memory.writeInt(field + 8, bytes.length & 0xffff);
    }

    int upload(String name, byte[] payload) {
        clear();
        name(op + UNION, name);
        memory.writeLong(op + UNION + 16, payload.length);
        memory.writeLong(op + UNION + 24, guest + BULK);
        memory.write(guest + BULK, payload);
        return call(UPLOAD);
    }

    /** What {@code get} found out. */
    record Status(int rc, int state, int payloadRc) {}

    Status get(String name) {
        clear();
        name(op + UNION, name);
        int rc = call(GET);
        return new Status(rc, memory.readInt(op + UNION + 16), memory.readInt(op + UNION + 20));
    }

    /** What {@code list} found out. */
    record Listing(int rc, List<PayloadStatus> entries, int remaining, int version) {}

    Listing list(int index, int count) {
        clear();
        memory.writeInt(op + UNION + 4, index);
        memory.writeInt(op + UNION + 8, count);
        memory.writeLong(op + UNION + 24, guest + STATUSES);
        memory.writeLong(op + UNION + 32, guest + NAMES);
        memory.writeLong(op + UNION + 40, guest + NAME_LENGTHS);
        memory.writeLong(op + UNION + 48, guest + BULK);
        memory.writeLong(op + UNION + 56, guest + METADATA_LENGTHS);
        int rc = call(LIST);
        return new Listing(
                rc, rc > 0 ? entries(rc) : List.of(), memory.readInt(op + UNION + 8), memory.readInt(op + UNION));
    }

    private List<PayloadStatus> entries(int count) {
        List<PayloadStatus> entries = new ArrayList<>();
        long name = guest + NAMES;
        long metadata = guest + BULK;
        for (int i = 0; i < count; i++) {
            long status = guest + STATUSES + 8L * i;
            int metadataLength = memory.readInt(guest + METADATA_LENGTHS + 4L * i);
            entries.add(new PayloadStatus(
                    hypervisor.readString(name),
                    memory.readInt(status),
                    memory.readInt(status + 4),
                    new String(memory.read(metadata, metadataLength), StandardCharsets.ISO_8859_1)));
            name += memory.readInt(guest + NAME_LENGTHS + 4L * i);
            metadata += metadataLength;
        }
        return entries;
    }

    int action(int command, String name, long timeoutNs, int flags) {
        clear();
        name(op + UNION, name);
        memory.writeInt(op + UNION + 16, command);
        memory.writeInt(op + UNION + 20, (int) timeoutNs);
        memory.writeInt(op + UNION + 24, flags);
        return call(ACTION);
    }
}
