// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import static org.xsplice.machine.unicorn.UnicornNative.check;

import com.sun.jna.ptr.PointerByReference;
import java.util.Map;
import org.xsplice.engine.Engine;
import org.xsplice.engine.EngineFinder;
import org.xsplice.engine.MissingEngineException;
import org.xsplice.machine.Access;
import org.xsplice.machine.PageFault;
import org.xsplice.machine.Permission;

/** Unicorn 2.0, which has no TLB hook: every page is mapped into the engine at its virtual address. */
final class MappedPages implements Translation {
    private static final int PAGE_SHIFT = 12;

    private final long uc;
    private final PhysicalMemory ram;
    private final UnicornNative.InvalidMemory hook = this::invalid;
    private PageFault fault;

    MappedPages(long uc, PhysicalMemory ram) {
        this.uc = uc;
        this.ram = ram;
        check(
                UnicornNative.uc_hook_add(
                        uc, new PointerByReference(), UnicornNative.UC_HOOK_MEM_INVALID, hook, 0, 1, 0),
                "uc_hook_add(MEM_INVALID)");
    }

    private boolean invalid(long engine, int type, long address, int size, long value, long userData) {
        Access access = switch (type) {
            case UnicornNative.UC_MEM_WRITE_UNMAPPED, UnicornNative.UC_MEM_WRITE_PROT -> Access.WRITE;
            case UnicornNative.UC_MEM_FETCH_UNMAPPED, UnicornNative.UC_MEM_FETCH_PROT -> Access.EXECUTE;
            default -> Access.READ;
        };
        fault = new PageFault(address, access, type >= UnicornNative.UC_MEM_WRITE_PROT);
        return false;
    }

    @Override
    public void mapped(long address, long size, long physical, Permission permission) {
        check(
                UnicornNative.uc_mem_map_ptr(
                        uc,
                        address,
                        size,
                        Translation.protection(permission),
                        ram.base().share(physical)),
                "uc_mem_map_ptr");
    }

    @Override
    public void unmapped(long address, long size) {
        check(UnicornNative.uc_mem_unmap(uc, address, size), "uc_mem_unmap");
    }

    @Override
    public void changed(long address, long size, Permission permission) {
        check(UnicornNative.uc_mem_protect(uc, address, size, Translation.protection(permission)), "uc_mem_protect");
    }

    @Override
    public void replaced(PageTable before, PageTable after) {
        before.forEach((page, entry) -> {
            if (after.find(page) != entry) {
                unmapped(page << PAGE_SHIFT, 1L << PAGE_SHIFT);
            }
        });
        after.forEach((page, entry) -> {
            if (before.find(page) != entry) {
                long physical = (long) PageTable.frame(entry) << PAGE_SHIFT;
                mapped(page << PAGE_SHIFT, 1L << PAGE_SHIFT, physical, PageTable.permission(entry));
            }
        });
    }

    @Override
    public boolean tellsWrites() {
        return false;
    }

    @Override
    public void setPrivateFrames(Map<Long, Integer> frames) {
        if (!frames.isEmpty()) {
            throw new MissingEngineException(
                    EngineFinder.require(Engine.UNICORN),
                    "cannot have a CPU lag behind; Unicorn 2.1 or newer can, and `lag: true` needs it");
        }
    }

    @Override
    public long addressInHooks(long address) {
        return address;
    }

    @Override
    public PageFault takeFault(long rip) {
        PageFault taken = fault;
        fault = null;
        return taken;
    }

    @Override
    public void flush() {
        // This engine keeps its own page tables.
    }

    @Override
    public void protectAgain() {
        // There are none: CR0.WP is always as if it were set.
    }

    /** Not 0: lost code jumps there, and this engine would take that for the run's good end. */
    @Override
    public long until() {
        return -1;
    }

    @Override
    public void forgetFault() {
        fault = null;
    }
}
