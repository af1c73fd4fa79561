// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import static org.xsplice.machine.unicorn.UnicornNative.check;

import com.sun.jna.Callback;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.xsplice.machine.Access;
import org.xsplice.machine.PageFault;
import org.xsplice.machine.Permission;

/**
 * How an engine of Unicorn 2.1 or newer finds pages: it asks for each page that is not in its TLB, as a processor walks page
 * tables, and {@link #fill} answers from the {@link PageTable}. All RAM is mapped once, at its physical address. When mappings
 * or permissions change, it is enough to flush the TLB.
 *
 * <p>The answer says what may be done to the page until the next flush. That is how writes are noticed: a page of text, or one
 * that a snapshot watches, is given without the permission to write. The engine then asks again before the first write, and
 * that is the moment to copy the frame or to note the change.
 *
 * <p>The engine asks by page and does not tell the exact address. So where data may not be accessed, it is given a physical
 * address at which nothing is: it then reports the access itself, exactly, to {@link #invalid}. {@link #takeFault} returns it
 * once the engine has stopped.
 *
 * <p>Code that a lagging CPU executes is in private frames, which only that CPU's TLB has.
 */
final class SoftwareTlb implements Translation {
    /** What an engine keeps translated at most; then it begins anew. By itself it takes a gibibyte. */
    private static final long TRANSLATED_BYTES = 32L << 20;

    private static final int PAGE_SHIFT = 12;
    private static final long PAGE_MASK = (1L << PAGE_SHIFT) - 1;

    private final long uc;
    private final PhysicalMemory ram;
    private final PageTable pages;
    private final LongConsumer textWrites;
    private final BooleanSupplier writeProtect;
    private final long nowhere;
    private final UnicornNative.TlbFill fillHook = this::fill;
    private final UnicornNative.InvalidMemory invalidHook = this::invalid;
    private Map<Long, Integer> privateFrames = Map.of();
    private PageFault fault;
    /** Whether the engine has been let write to a page that forbids it. */
    private boolean unprotected;

    /**
     * @param textWrites is called with the address of an executable page before guest code writes to it
     * @param writeProtect tells {@code CR0.WP} of the CPU
     */
    SoftwareTlb(long uc, PhysicalMemory ram, PageTable pages, LongConsumer textWrites, BooleanSupplier writeProtect) {
        this.uc = uc;
        this.ram = ram;
        this.pages = pages;
        this.textWrites = textWrites;
        this.writeProtect = writeProtect;
        this.nowhere = ram.size() + PAGE_MASK + 1;
        check(UnicornNative.uc_ctl(uc, UnicornNative.UC_CTL_TCG_BUFFER_SIZE, TRANSLATED_BYTES, 0), "uc_ctl");
        check(UnicornNative.uc_ctl(uc, UnicornNative.UC_CTL_TLB_TYPE, UnicornNative.UC_TLB_VIRTUAL, 0), "uc_ctl");
        addHook(UnicornNative.UC_HOOK_TLB_FILL, fillHook);
        addHook(UnicornNative.UC_HOOK_MEM_INVALID, invalidHook);
        check(UnicornNative.uc_mem_map_ptr(uc, 0, ram.size(), UnicornNative.UC_PROT_ALL, ram.base()), "uc_mem_map_ptr");
    }

    private void addHook(int type, Callback hook) {
        check(UnicornNative.uc_hook_add(uc, new PointerByReference(), type, hook, 0, 1, 0), "uc_hook_add");
    }

    private boolean fill(long engine, long page, int type, Pointer result, long userData) {
        Access access = switch (type) {
            case UnicornNative.UC_MEM_WRITE -> Access.WRITE;
            case UnicornNative.UC_MEM_FETCH -> Access.EXECUTE;
            default -> Access.READ;
        };
        int entry = pages.find(page >>> PAGE_SHIFT);
        Integer own = privateFrames.get(page >>> PAGE_SHIFT);
        if (own != null && access != Access.WRITE) {
            result.setLong(0, (long) own << PAGE_SHIFT);
            result.setInt(8, UnicornNative.UC_PROT_READ | UnicornNative.UC_PROT_EXEC);
            return true;
        }
        if (entry < 0 || !allows(PageTable.permission(entry), access)) {
            fault = new PageFault(page, access, entry >= 0);
            result.setLong(0, nowhere);
            result.setInt(8, UnicornNative.UC_PROT_ALL);
            return access != Access.EXECUTE;
        }
        result.setLong(0, (long) PageTable.frame(entry) << PAGE_SHIFT);
        result.setInt(8, protection(entry, access, page));
        return true;
    }

    /** While {@code CR0.WP} of this CPU is clear, what can be read can be written (Intel SDM volume 3, section 4.6). */
    private boolean allows(Permission permission, Access access) {
        return permission.allows(access)
                || access == Access.WRITE && permission.allows(Access.READ) && !writeProtect.getAsBoolean();
    }

    /**
     * Lets pages whose writing is watched be written only after that has been asked for, so that no first write is missed:
     * text, and what is still as a snapshot has it.
     */
    private int protection(int entry, Access access, long page) {
        Permission permission = PageTable.permission(entry);
        int protection = Translation.protection(permission);
        boolean text = permission.allows(Access.EXECUTE);
        if (access != Access.WRITE) {
            return text || ram.history().watches(PageTable.frame(entry))
                    ? protection & ~UnicornNative.UC_PROT_WRITE
                    : protection;
        }
        ram.history().beforeWrite(PageTable.frame(entry));
        if (text) {
            textWrites.accept(page & ~PAGE_MASK);
        }
        unprotected |= !permission.allows(Access.WRITE);
        return protection | UnicornNative.UC_PROT_WRITE;
    }

    private boolean invalid(long engine, int type, long address, int size, long value, long userData) {
        if (fault != null) {
            fault = new PageFault(fault.address() | address & PAGE_MASK, fault.access(), fault.present());
        }
        return false;
    }

    @Override
    public void mapped(long address, long size, long physical, Permission permission) {
        // A page that was absent is in no TLB.
    }

    @Override
    public void unmapped(long address, long size) {
        flush();
    }

    @Override
    public void changed(long address, long size, Permission permission) {
        flush();
    }

    @Override
    public void protectAgain() {
        if (unprotected) {
            flush();
        }
    }

    @Override
    public void flush() {
        unprotected = false;
        check(UnicornNative.uc_ctl(uc, UnicornNative.UC_CTL_TLB_FLUSH, 0, 0), "uc_ctl(TLB_FLUSH)");
    }

    @Override
    public void replaced(PageTable before, PageTable after) {
        flush();
    }

    @Override
    public boolean tellsWrites() {
        return true;
    }

    @Override
    public void setPrivateFrames(Map<Long, Integer> frames) {
        privateFrames = frames;
        flush();
    }

    @Override
    public long addressInHooks(long address) {
        return (long) PageTable.frame(pages.find(address >>> PAGE_SHIFT)) << PAGE_SHIFT | address & PAGE_MASK;
    }

    @Override
    public PageFault takeFault(long rip) {
        PageFault taken = fault;
        fault = null;
        if (taken == null) {
            return null;
        }
        flush();
        boolean atRip = taken.access() == Access.EXECUTE && taken.address() == (rip & ~PAGE_MASK);
        return atRip ? new PageFault(rip, taken.access(), taken.present()) : taken;
    }

    /** This engine looks the address up at every start, and passes over 0 only. A jump there faults all the same. */
    @Override
    public long until() {
        return 0;
    }

    @Override
    public void forgetFault() {
        if (fault != null) {
            takeFault(0);
        }
    }
}
