// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.xsplice.event.ByteString;
import org.xsplice.event.EventData;
import org.xsplice.machine.Access;
import org.xsplice.machine.DataAccess;
import org.xsplice.machine.Memory;
import org.xsplice.machine.Permission;
import org.xsplice.machine.TextChange;
import org.xsplice.state.Flag;
import org.xsplice.state.HostState;
import org.xsplice.state.Ref;

/**
 * The one way in which executable memory of the guest is written: permissions hold, what any CPU has translated from the
 * old bytes is dropped, and the change is an event. What guest code writes itself is noticed here too.
 *
 * <p>Writes are made at once, or, for those who want to see what other CPUs do between two bytes, one byte at a time.
 */
public final class GuestText {
    private final Memory memory;
    private final Consumer<EventData> events;
    /** The writes that are not made yet, in order. */
    private final Ref<List<DelayedText>> waiting;

    private final Flag delays;
    private final Flag writeProtect;

    GuestText(Memory memory, Consumer<EventData> events, HostState state) {
        this.memory = memory;
        this.events = events;
        waiting = state.value("text.waiting", List.of());
        delays = state.flag("text.delays", false);
        writeProtect = state.flag("text.writeProtect", true);
    }

    /**
     * Writes bytes.
     *
     * @param cause why, for people
     * @param verification to be done when they are written
     * @throws org.xsplice.machine.PageFaultException if the pages are not there or not writable
     */
    public void write(long address, byte[] bytes, String cause, Runnable verification) {
        if (bytes.length == 0) {
            return;
        }
        byte[] before = memory.read(address, bytes.length);
        put(address, delays.get() ? before : bytes);
        DelayedText write = new DelayedText(address, before, bytes, cause, verification, 0);
        if (delays.get()) {
            List<DelayedText> more = new ArrayList<>(waiting.get());
            more.add(write);
            waiting.set(List.copyOf(more));
        } else {
            memory.invalidate(address, bytes.length);
            finish(write);
        }
    }

    /**
     * Writes data of a patch, which may be on a page of text.
     *
     * @throws org.xsplice.machine.PageFaultException if the pages are not there or not writable
     */
    public void save(long address, byte[] bytes) {
        put(address, bytes);
        memory.invalidate(address, bytes.length);
    }

    private void put(long address, byte[] bytes) {
        if (writeProtect.get()) {
            memory.write(address, bytes);
        } else {
            memory.poke(address, bytes, 0, bytes.length);
        }
    }

    /** Returns whether the page of an address can be written now. */
    public boolean isWritable(long address) {
        Permission permission = memory.permissionAt(address);
        return permission != null && permission.allows(writeProtect.get() ? Access.WRITE : Access.READ);
    }

    /** Sets {@code CR0.WP} of the CPU that patches: while it is clear, pages that are not writable can be written. */
    public void setWriteProtect(boolean on) {
        writeProtect.set(on);
    }

    private void finish(DelayedText write) {
        events.accept(new EventData.TextWritten(
                write.address(), ByteString.of(write.before()), ByteString.of(write.after()), write.cause()));
        write.verification().run();
    }

    /** Reads text as it will be once all writes are made. */
    public byte[] read(long address, int length) {
        return DelayedText.read(memory, waiting.get(), address, length);
    }

    /** Makes writes wait from now on, until {@link #writeByte} makes them. */
    public void delayWrites() {
        delays.set(true);
    }

    /** Returns how many writes, not bytes, wait. */
    public int waiting() {
        return waiting.get().size();
    }

    /** Returns the writes that are not made yet, or only in part. */
    public List<TextChange> pending() {
        return waiting.get().stream()
                .map(write -> new TextChange(write.address(), write.before(), write.after()))
                .toList();
    }

    /** Returns the addresses of the writes that wait. */
    public List<Long> waitingAt() {
        return waiting.get().stream().map(DelayedText::address).toList();
    }

    /** Writes the next byte. */
    public DataAccess writeByte() {
        List<DelayedText> rest = new ArrayList<>(waiting.get());
        DelayedText write = rest.remove(0);
        long at = write.address() + write.written();
        memory.poke(at, write.after(), write.written(), 1);
        memory.invalidate(at, 1);
        DelayedText next = write.next();
        if (!next.complete()) {
            rest.add(0, next);
        }
        waiting.set(List.copyOf(rest));
        if (next.complete()) {
            finish(next);
        }
        return new DataAccess(at, 1, true);
    }

    /** Reports what guest code has itself written into executable memory since the last look. */
    void observe(int cpu) {
        for (TextChange change : memory.takeTextChanges()) {
            events.accept(new EventData.TextWritten(
                    change.address(),
                    ByteString.of(change.before()),
                    ByteString.of(change.after()),
                    "guest code on CPU " + cpu));
        }
    }
}
