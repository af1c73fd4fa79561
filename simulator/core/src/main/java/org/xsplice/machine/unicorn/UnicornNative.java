// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import org.xsplice.engine.Engine;
import org.xsplice.engine.EngineFile;
import org.xsplice.engine.EngineFinder;
import org.xsplice.engine.MissingEngineException;

/**
 * The functions and constants of Unicorn's C interface that the simulator needs, under their own names
 * (unicorn/unicorn.h, unicorn/x86.h). Handles and sizes are 64-bit longs.
 */
final class UnicornNative {
    static final int UC_ARCH_X86 = 4;
    static final int UC_MODE_64 = 1 << 3;

    static final int UC_ERR_OK = 0;
    static final int UC_ERR_READ_UNMAPPED = 6;
    static final int UC_ERR_WRITE_UNMAPPED = 7;
    static final int UC_ERR_FETCH_UNMAPPED = 8;
    static final int UC_ERR_INSN_INVALID = 10;
    static final int UC_ERR_WRITE_PROT = 12;
    static final int UC_ERR_READ_PROT = 13;
    static final int UC_ERR_FETCH_PROT = 14;
    static final int UC_ERR_EXCEPTION = 21;

    static final int UC_PROT_READ = 1;
    static final int UC_PROT_WRITE = 2;
    static final int UC_PROT_EXEC = 4;
    static final int UC_PROT_ALL = 7;

    static final int UC_HOOK_INTR = 1;
    static final int UC_HOOK_CODE = 1 << 2;
    static final int UC_HOOK_BLOCK = 1 << 3;
    static final int UC_HOOK_MEM_READ = 1 << 10;
    static final int UC_HOOK_MEM_WRITE = 1 << 11;
    static final int UC_HOOK_MEM_INVALID = 0x3f << 4;
    static final int UC_HOOK_EDGE_GENERATED = 1 << 15;
    static final int UC_HOOK_TLB_FILL = 1 << 17;

    static final int UC_MEM_WRITE = 17;
    static final int UC_MEM_FETCH = 18;
    static final int UC_MEM_READ_UNMAPPED = 19;
    static final int UC_MEM_WRITE_UNMAPPED = 20;
    static final int UC_MEM_FETCH_UNMAPPED = 21;
    static final int UC_MEM_WRITE_PROT = 22;
    static final int UC_MEM_FETCH_PROT = 24;

    static final int UC_CTL_TB_REMOVE_CACHE = ctlWrite(9, 2);
    static final int UC_CTL_TLB_FLUSH = ctlWrite(11, 0);
    static final int UC_CTL_TLB_TYPE = ctlWrite(12, 1);
    static final int UC_CTL_TCG_BUFFER_SIZE = ctlWrite(13, 1);
    static final int UC_TLB_VIRTUAL = 1;

    private UnicornNative() {}

    private static int ctlWrite(int type, int arguments) {
        return type | arguments << 26 | 1 << 30;
    }

    static native int uc_version(IntByReference major, IntByReference minor);

    static native boolean uc_arch_supported(int arch);

    static native int uc_open(int arch, int mode, PointerByReference uc);

    static native int uc_close(long uc);

    static native String uc_strerror(int code);

    static native int uc_ctl(long uc, int control, long first, long second);

    static native int uc_mem_map_ptr(long uc, long address, long size, int perms, Pointer memory);

    static native int uc_mem_unmap(long uc, long address, long size);

    static native int uc_mem_protect(long uc, long address, long size, int perms);

    static native int uc_reg_read(long uc, int register, Pointer value);

    static native int uc_reg_write(long uc, int register, Pointer value);

    static native int uc_reg_read_batch(long uc, Pointer registers, Pointer values, int count);

    static native int uc_reg_write_batch(long uc, Pointer registers, Pointer values, int count);

    static native int uc_emu_start(long uc, long begin, long until, long timeout, long count);

    static native int uc_emu_stop(long uc);

    static native int uc_hook_add(
            long uc, PointerByReference hook, int type, Callback callback, long userData, long begin, long end);

    static native int uc_hook_add(
            long uc, PointerByReference hook, int type, Pointer callback, Pointer userData, long begin, long end);

    static native int uc_hook_del(long uc, long hook);

    static native int uc_context_alloc(long uc, PointerByReference context);

    static native long uc_context_size(long uc);

    static native int uc_context_save(long uc, Pointer context);

    static native int uc_context_restore(long uc, Pointer context);

    static native int uc_context_free(Pointer context);

    /** {@code uc_cb_tlbevent_t}. */
    interface TlbFill extends Callback {
        boolean callback(long uc, long address, int type, Pointer result, long userData);
    }

    /** {@code uc_cb_hookintr_t}. */
    interface Interrupt extends Callback {
        void callback(long uc, int vector, long userData);
    }

    /** {@code uc_cb_hookcode_t}. */
    interface Code extends Callback {
        void callback(long uc, long address, int size, long userData);
    }

    /** {@code uc_hook_edge_gen_t}; blocks are {@code uc_tb}: pc, icount, size. */
    interface NewBlock extends Callback {
        void callback(long uc, Pointer block, Pointer before, long userData);
    }

    /** {@code uc_cb_hookmem_t}. */
    interface DataHook extends Callback {
        void callback(long uc, int type, long address, int size, long value, long userData);
    }

    /** {@code uc_cb_eventmem_t}. */
    interface InvalidMemory extends Callback {
        boolean callback(long uc, int type, long address, int size, long value, long userData);
    }

    /** Loads the library when first touched. */
    static final class Library {
        private static final MissingEngineException PROBLEM = load();

        private Library() {}

        /** Returns why the library cannot be used, or {@code null}. */
        private static MissingEngineException load() {
            try {
                EngineFile found = EngineFinder.require(Engine.UNICORN);
                try {
                    Native.register(
                            UnicornNative.class,
                            NativeLibrary.getInstance(found.file().toString()));
                } catch (UnsatisfiedLinkError e) {
                    return MissingEngineException.notLoaded(found, String.valueOf(e.getMessage()));
                }
                return uc_arch_supported(UC_ARCH_X86)
                        ? null
                        : new MissingEngineException(found, "was built without x86");
            } catch (MissingEngineException e) {
                return e;
            }
        }

        /** Returns the version in {@code UC_MAKE_VERSION} form: major, minor, patch and extra in one byte each. */
        static int version() {
            if (PROBLEM != null) {
                throw PROBLEM;
            }
            return uc_version(null, null);
        }
    }

    /** Throws if a call that must succeed did not. */
    static void check(int error, String call) {
        if (error != UC_ERR_OK) {
            throw new IllegalStateException(call + " failed: " + uc_strerror(error));
        }
    }
}
