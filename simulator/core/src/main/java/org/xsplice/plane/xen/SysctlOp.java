// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.xen;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.machine.Memory;
import org.xsplice.plane.Flaw;
import org.xsplice.plane.PayloadStatus;
import org.xsplice.plane.SysctlCall;
import org.xsplice.time.Duration;

/**
 * {@code struct xen_sysctl_livepatch_op} (xen/include/public/sysctl.h, interfaces 0x13 to 0x16) in memory: written before
 * {@code livepatch_op} is called, read after.
 */
final class SysctlOp {
    private static final int SIZE = 72;
    private static final int CMD = 0;
    private static final int PAD = 4;
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
    /** More than all payloads' metadata together takes. */
    private static final int METADATA_ROOM = 4 << 20;
    /** Behind all of it. */
    private static final long NOTHING = 0x40000000;

    private static final int NAME_SIZE = 128;

    private final Hypervisor hypervisor;
    private final Memory memory;
    private final long op;
    private final long guest;
    private final long livepatchOp;
    private final IntSupplier caller;

    /**
     * @param op address of memory of the hypervisor for the struct, a page
     * @param caller the CPU that makes the next hypercall
     */
    SysctlOp(Hypervisor hypervisor, long op, IntSupplier caller) {
        this.hypervisor = hypervisor;
        this.caller = caller;
        this.memory = hypervisor.memory();
        this.op = op;
        this.guest = hypervisor.guestMemory();
        livepatchOp = new BuildSymbols(hypervisor.image()).require("livepatch_op");
    }

    private int call(int command) {
        memory.writeInt(op + CMD, command);
        return (int) hypervisor.call(caller.getAsInt(), livepatchOp, op);
    }

    /** Makes a call with its flaws. */
    int call(SysctlCall call) {
        clear();
        if (call.has(Flaw.PAD)) {
            memory.writeInt(op + PAD, 1);
        }
        switch (call.cmd()) {
            case UPLOAD -> {
                flawedName(call);
                memory.writeLong(op + UNION + 16, call.size());
                memory.writeLong(op + UNION + 24, pointer(call, BULK, Flaw.PAYLOAD_FAULTS, Flaw.PAYLOAD_IN_XEN));
                memory.write(guest + BULK, new byte[call.size()]);
            }
            case GET -> flawedName(call);
            case LIST -> flawedList(call);
            case ACTION -> {
                flawedName(call);
                memory.writeInt(op + UNION + 16, call.action());
                memory.writeInt(op + UNION + 24, call.flags());
                memory.writeInt(op + UNION + 28, call.has(Flaw.COMMAND_PAD) ? 1 : 0);
            }
            default -> {}
        }
        return call(call.cmd());
    }

    private void flawedName(SysctlCall call) {
        long field = op + UNION;
        name(field, call.name());
        int size = call.has(Flaw.NAME_EMPTY)
                ? 0
                : call.has(Flaw.NAME_LONG) ? NAME_SIZE + 1 : call.name().length() + 1;
        memory.writeInt(field + 8, size | (call.has(Flaw.NAME_PAD) ? 1 << 16 : 0));
        if (call.has(Flaw.NAME_FAULTS)) {
            memory.writeLong(field, guest + NOTHING);
        }
        if (call.has(Flaw.NAME_UNTERMINATED)) {
            memory.writeByte(guest + NAMES + call.name().length(), 'n');
        }
    }

    private void flawedList(SysctlCall call) {
        memory.writeInt(op + UNION + 4, call.index());
        memory.writeInt(op + UNION + 8, call.count());
        memory.writeInt(op + UNION + 12, call.has(Flaw.COMMAND_PAD) ? 1 : 0);
        room();
        if (call.has(Flaw.NAMES_SMALL)) {
            memory.writeInt(op + UNION + 16, 0);
        }
        if (call.has(Flaw.METADATA_SMALL)) {
            memory.writeInt(op + UNION + 20, 0);
        }
        memory.writeLong(op + UNION + 24, pointer(call, STATUSES, Flaw.STATUSES_FAULT, Flaw.STATUSES_IN_XEN));
        memory.writeLong(op + UNION + 32, pointer(call, NAMES, Flaw.NAMES_FAULT, Flaw.NAMES_IN_XEN));
        memory.writeLong(op + UNION + 40, pointer(call, NAME_LENGTHS, Flaw.LENGTHS_FAULT, Flaw.LENGTHS_IN_XEN));
        memory.writeLong(op + UNION + 48, pointer(call, BULK, Flaw.METADATA_FAULTS, Flaw.METADATA_IN_XEN));
        memory.writeLong(
                op + UNION + 56,
                pointer(call, METADATA_LENGTHS, Flaw.METADATA_LENGTHS_FAULT, Flaw.METADATA_LENGTHS_IN_XEN));
    }

    /** Says how much room there is for names and metadata; interfaces before 0x16 only answer here. */
    private void room() {
        memory.writeInt(op + UNION + 16, (int) (STATUSES - NAMES));
        memory.writeInt(op + UNION + 20, METADATA_ROOM);
    }

    private long pointer(SysctlCall call, long place, Flaw faults, Flaw inXen) {
        return call.has(inXen) ? op : guest + (call.has(faults) ? NOTHING : place);
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
        room();
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

    int action(int command, String name, Duration timeout, int flags) {
        clear();
        name(op + UNION, name);
        memory.writeInt(op + UNION + 16, command);
        memory.writeInt(op + UNION + 20, (int) timeout.nanos());
        memory.writeInt(op + UNION + 24, flags);
        return call(ACTION);
    }
}
