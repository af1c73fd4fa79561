// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import static org.xsplice.text.Formats.format;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.xsplice.machine.Access;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.Machine;
import org.xsplice.machine.Memory;
import org.xsplice.machine.PageFault;
import org.xsplice.machine.PageFaultException;
import org.xsplice.machine.Permission;
import org.xsplice.machine.Snapshot;
import org.xsplice.machine.TextChange;

/**
 * A machine whose CPUs are Unicorn engines, one each, that share one physical memory and one page table.
 *
 * <p>It is the memory too. Physical memory is one block outside of the Java heap, in frames of a page; {@link PageTable} says
 * which page is in which frame, and with which permission. Java reads and writes here by virtual address; engines get at the
 * same frames through a {@link Translation}: {@link SoftwareTlb} with Unicorn 2.1 and newer, {@link MappedPages} before.
 *
 * <p>Whoever changes text or a mapping has to think of the engines, which keep translations of code. {@link #unmap} and {@link
 * #protect} do so by themselves. After a write to text from Java, {@link #invalidate} is the caller's duty; writes of guest
 * code to text are noticed and told by {@link #takeTextChanges}.
 *
 * <p>{@link #snapshot} keeps everything, copy on write: {@link FrameHistory} copies a frame before its first write after a
 * snapshot, whoever writes. So with Unicorn 2.1 and newer a snapshot costs what was written, not what there is. {@link #restore} puts the frames, the mappings and all
 * registers back.
 *
 * <p>It is for one thread at a time. {@link #close} frees the engines and the memory.
 */
public final class UnicornMachine implements Machine, Memory {
    /** The most CPUs that one machine can have: what engines cost in memory sets the limit. */
    public static final int MAX_CPUS = 64;

    private static final int PAGE_SHIFT = 12;
    private static final long PAGE_MASK = PAGE_SIZE - 1L;
    private static final int FIRST_VERSION_WITH_TLB_HOOK = 0x02010000;
    private static final int RAM_SIZE = 1 << 30;

    private final PhysicalMemory ram;
    private final ByteBuffer bytes;
    private final FrameHistory history;
    private final PageTable pages = new PageTable();
    private final List<UnicornCpu> cpus = new ArrayList<>();
    private final TextWrites textWrites = new TextWrites(this);
    private boolean closed;

    /**
     * Opens the engines.
     *
     * @param cpuCount 1 to {@link #MAX_CPUS}
     * @throws org.xsplice.engine.MissingEngineException if Unicorn cannot be had
     */
    public UnicornMachine(int cpuCount) {
        if (cpuCount < 1 || cpuCount > MAX_CPUS) {
            throw new IllegalArgumentException("a machine has 1 to " + MAX_CPUS + " CPUs, not " + cpuCount);
        }
        boolean tlbHook = UnicornNative.Library.version() >= FIRST_VERSION_WITH_TLB_HOOK;
        ram = new PhysicalMemory(RAM_SIZE);
        bytes = ram.bytes();
        history = ram.history();
        try {
            for (int i = 0; i < cpuCount; i++) {
                cpus.add(new UnicornCpu(
                        i,
                        this,
                        (uc, registers) -> tlbHook
                                ? new SoftwareTlb(uc, ram, pages, textWrites::before, registers::writeProtect)
                                : new MappedPages(uc, ram)));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Returns the version of the Unicorn library, for example {@code 2.1.4}. */
    public static String engineVersion() {
        int version = UnicornNative.Library.version();
        return (version >>> 24) + "." + (version >>> 16 & 0xff) + "." + (version >>> 8 & 0xff);
    }

    @Override
    public Memory memory() {
        return this;
    }

    @Override
    public int cpuCount() {
        return cpus.size();
    }

    @Override
    public Cpu cpu(int id) {
        return cpus.get(id);
    }

    @Override
    public boolean map(long address, long size, Permission permission) {
        requireRange(address, size);
        for (long at = 0; at < size; at += PAGE_SIZE) {
            if (pages.find(address + at >>> PAGE_SHIFT) >= 0) {
                throw new IllegalArgumentException(format("mapped already: %016x", address + at));
            }
        }
        if (size > ram.size()) {
            return false;
        }
        int frame = ram.allocate((int) (size >>> PAGE_SHIFT));
        if (frame < 0) {
            return false;
        }
        for (long at = 0; at < size; at += PAGE_SIZE) {
            pages.put(address + at >>> PAGE_SHIFT, frame + (int) (at >>> PAGE_SHIFT), permission);
        }
        for (UnicornCpu cpu : cpus) {
            cpu.translation().mapped(address, size, (long) frame << PAGE_SHIFT, permission);
        }
        return true;
    }

    @Override
    public void unmap(long address, long size) {
        requireMapped(address, size);
        invalidate(address, size);
        for (long at = 0; at < size; at += PAGE_SIZE) {
            long page = address + at >>> PAGE_SHIFT;
            ram.free(PageTable.frame(pages.find(page)));
            pages.remove(page);
        }
        for (UnicornCpu cpu : cpus) {
            cpu.translation().unmapped(address, size);
        }
    }

    @Override
    public void protect(long address, long size, Permission permission) {
        requireMapped(address, size);
        if (!permission.allows(Access.EXECUTE)) {
            invalidate(address, size);
        }
        for (long at = 0; at < size; at += PAGE_SIZE) {
            long page = address + at >>> PAGE_SHIFT;
            pages.put(page, PageTable.frame(pages.find(page)), permission);
        }
        for (UnicornCpu cpu : cpus) {
            cpu.translation().changed(address, size, permission);
        }
    }

    @Override
    public Permission permissionAt(long address) {
        int entry = pages.find(address >>> PAGE_SHIFT);
        return entry < 0 ? null : PageTable.permission(entry);
    }

    @Override
    public boolean isUnwritten(long address) {
        int entry = pages.find(address >>> PAGE_SHIFT);
        return entry >= 0 && history.isUnwritten(PageTable.frame(entry));
    }

    @Override
    public long[] writtenPages() {
        LongStream.Builder written = LongStream.builder();
        pages.forEach((page, entry) -> {
            if (!history.isUnwritten(PageTable.frame(entry))) {
                written.add(page << PAGE_SHIFT);
            }
        });
        return written.build().toArray();
    }

    @Override
    public void read(long address, byte[] into, int offset, int length) {
        for (int done = 0; done < length; ) {
            int chunk = (int) Math.min(length - done, PAGE_SIZE - (address + done & PAGE_MASK));
            bytes.get(translate(address + done, Access.READ), into, offset + done, chunk);
            done += chunk;
        }
    }

    @Override
    public void write(long address, byte[] from, int offset, int length) {
        for (int done = 0; done < length; ) {
            int chunk = (int) Math.min(length - done, PAGE_SIZE - (address + done & PAGE_MASK));
            bytes.put(translate(address + done, Access.WRITE), from, offset + done, chunk);
            done += chunk;
        }
    }

    @Override
    public void poke(long address, byte[] from, int offset, int length) {
        for (int done = 0; done < length; ) {
            int chunk = (int) Math.min(length - done, PAGE_SIZE - (address + done & PAGE_MASK));
            int entry = pages.find(address + done >>> PAGE_SHIFT);
            if (entry < 0) {
                throw new PageFaultException(new PageFault(address + done, Access.WRITE, false));
            }
            history.beforeWrite(PageTable.frame(entry));
            bytes.put(physical(entry, address + done), from, offset + done, chunk);
            done += chunk;
        }
    }

    @Override
    public int readByte(long address) {
        return bytes.get(translate(address, Access.READ)) & 0xff;
    }

    @Override
    public int readInt(long address) {
        if ((address & PAGE_MASK) > PAGE_SIZE - Integer.BYTES) {
            return (int) assemble(address, Integer.BYTES);
        }
        return bytes.getInt(translate(address, Access.READ));
    }

    @Override
    public long readLong(long address) {
        if ((address & PAGE_MASK) > PAGE_SIZE - Long.BYTES) {
            return assemble(address, Long.BYTES);
        }
        return bytes.getLong(translate(address, Access.READ));
    }

    @Override
    public void writeByte(long address, int value) {
        bytes.put(translate(address, Access.WRITE), (byte) value);
    }

    @Override
    public void writeInt(long address, int value) {
        if ((address & PAGE_MASK) > PAGE_SIZE - Integer.BYTES) {
            scatter(address, value, Integer.BYTES);
        } else {
            bytes.putInt(translate(address, Access.WRITE), value);
        }
    }

    @Override
    public void writeLong(long address, long value) {
        if ((address & PAGE_MASK) > PAGE_SIZE - Long.BYTES) {
            scatter(address, value, Long.BYTES);
        } else {
            bytes.putLong(translate(address, Access.WRITE), value);
        }
    }

    private long assemble(long address, int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (long) readByte(address + i) << 8 * i;
        }
        return value;
    }

    private void scatter(long address, long value, int size) {
        byte[] little = new byte[size];
        for (int i = 0; i < size; i++) {
            little[i] = (byte) (value >>> 8 * i);
        }
        write(address, little);
    }

    @Override
    public Snapshot snapshot() {
        if (!history.begun()) {
            watchWrites();
        }
        return new UnicornSnapshot(
                this,
                history.keep(),
                ram.taken(),
                pages.copy(),
                textWrites.keep(),
                cpus.stream().map(UnicornCpu::keep).toList());
    }

    /** Makes sure that no write is missed; an engine that cannot tell may write to every frame. */
    private void watchWrites() {
        if (tellsWrites()) {
            history.begin(this::flushTlbs);
            flushTlbs();
        } else {
            history.begin(null);
            ram.taken().stream().forEach(history::beforeWrite);
        }
    }

    @Override
    public void restore(Snapshot snapshot) {
        if (!(snapshot instanceof UnicornSnapshot kept) || kept.machine() != this) {
            throw new IllegalArgumentException("the snapshot is of another machine");
        }
        if (textWrites.putBack(kept.textWritten())) {
            flushTlbs();
        }
        history.putBack(kept.frames(), this::invalidateFrame);
        if (!pages.same(kept.pages())) {
            replacePages(kept.pages());
        }
        ram.setTaken(kept.taken());
        for (UnicornCpu cpu : cpus) {
            cpu.putBack(kept.cpus().get(cpu.id()));
        }
    }

    private void invalidateFrame(int frame) {
        long address = pages.pageOf(frame) << PAGE_SHIFT;
        int entry = pages.find(address >>> PAGE_SHIFT);
        if (entry >= 0 && PageTable.frame(entry) == frame) {
            invalidate(address, PAGE_SIZE);
        }
    }

    private void replacePages(PageTable wanted) {
        PageTable before = pages.copy();
        before.forEach((page, entry) -> {
            int after = wanted.find(page);
            if (after < 0 || PageTable.frame(after) != PageTable.frame(entry)) {
                invalidate(page << PAGE_SHIFT, PAGE_SIZE);
            }
        });
        pages.become(wanted);
        cpus.forEach(cpu -> cpu.translation().replaced(before, pages));
    }

    @Override
    public boolean obeysWriteProtect() {
        return tellsWrites();
    }

    private boolean tellsWrites() {
        return cpus.stream().allMatch(cpu -> cpu.translation().tellsWrites());
    }

    @Override
    public List<TextChange> takeTextChanges() {
        return textWrites.take();
    }

    /** Makes every CPU ask for its pages again. */
    void flushTlbs() {
        cpus.forEach(cpu -> cpu.translation().flush());
    }

    @Override
    public void invalidate(long address, long size) {
        for (long done = 0; done < size; ) {
            long chunk = Math.min(size - done, PAGE_SIZE - (address + done & PAGE_MASK));
            if (allows(address + done, Access.EXECUTE)) {
                for (UnicornCpu cpu : cpus) {
                    cpu.invalidate(address + done, chunk);
                }
            }
            done += chunk;
        }
    }

    /** Copies what a page holds into a frame of its own; returns its number. */
    int copyPage(long page) {
        int frame = ram.allocate(1);
        if (frame < 0) {
            throw new IllegalStateException("the machine has no memory left for a page that lags behind");
        }
        bytes.put(frame << PAGE_SHIFT, read(page << PAGE_SHIFT, PAGE_SIZE));
        return frame;
    }

    byte byteInFrame(int frame, int offset) {
        return bytes.get(frame << PAGE_SHIFT | offset);
    }

    void freeFrame(int frame) {
        ram.free(frame);
    }

    /** Makes a CPU translate all code again. */
    void forgetTranslations(UnicornCpu cpu) {
        pages.forEach((page, entry) -> {
            if (PageTable.permission(entry).allows(Access.EXECUTE)) {
                cpu.invalidate(page << PAGE_SHIFT, PAGE_SIZE);
            }
        });
    }

    boolean allows(long address, Access access) {
        int entry = pages.find(address >>> PAGE_SHIFT);
        return entry >= 0 && PageTable.permission(entry).allows(access);
    }

    int peek(long address) {
        return bytes.get(physical(pages.find(address >>> PAGE_SHIFT), address)) & 0xff;
    }

    private int translate(long address, Access access) {
        int entry = pages.find(address >>> PAGE_SHIFT);
        if (entry < 0 || !PageTable.permission(entry).allows(access)) {
            throw new PageFaultException(new PageFault(address, access, entry >= 0));
        }
        if (access == Access.WRITE) {
            history.beforeWrite(PageTable.frame(entry));
        }
        return physical(entry, address);
    }

    private static int physical(int entry, long address) {
        return PageTable.frame(entry) << PAGE_SHIFT | (int) (address & PAGE_MASK);
    }

    private static void requireRange(long address, long size) {
        if ((address & PAGE_MASK) != 0 || (size & PAGE_MASK) != 0 || size <= 0) {
            throw new IllegalArgumentException(format("not whole pages: %016x+%x", address, size));
        }
    }

    private void requireMapped(long address, long size) {
        requireRange(address, size);
        for (long at = 0; at < size; at += PAGE_SIZE) {
            if (pages.find(address + at >>> PAGE_SHIFT) < 0) {
                throw new IllegalArgumentException(format("not mapped: %016x", address + at));
            }
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            cpus.forEach(UnicornCpu::close);
            ram.close();
        }
    }
}
