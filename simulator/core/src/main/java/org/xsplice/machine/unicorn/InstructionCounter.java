// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

/**
 * Counts the instructions of one engine and notes the last one's address, which the engine itself does not tell. A hook does
 * it that the engine calls before each instruction. A hook in Java takes 300 ns an instruction; so on x86-64 and AArch64 hosts
 * it is a few instructions of the host's, in a page that is mapped for them. Where that is not possible it is Java, with the
 * same results.
 */
final class InstructionCounter implements AutoCloseable {
    private static final int ADDRESS = Long.BYTES;

    private final Memory cell = new Memory(2 * Long.BYTES);
    private final UnicornNative.Code inJava = (engine, address, size, userData) -> {
        cell.setLong(0, cell.getLong(0) + 1);
        cell.setLong(ADDRESS, address);
    };

    InstructionCounter() {
        cell.clear();
    }

    /** Adds the hook to an engine. It is called first where it is added first. */
    void attach(long uc) {
        PointerByReference hook = new PointerByReference();
        int error = Stub.CODE == null
                ? UnicornNative.uc_hook_add(uc, hook, UnicornNative.UC_HOOK_CODE, inJava, 0, 1, 0)
                : UnicornNative.uc_hook_add(uc, hook, UnicornNative.UC_HOOK_CODE, Stub.CODE, cell, 1, 0);
        UnicornNative.check(error, "uc_hook_add");
    }

    /** Returns how many instructions have been begun. */
    long begun() {
        return cell.getLong(0);
    }

    /** Returns the address of the instruction that was begun last. */
    long last() {
        return cell.getLong(ADDRESS);
    }

    @Override
    public void close() {
        cell.close();
    }

    /** The hook as code of the host: {@code void hook(uc, address, size, cell)}. */
    private static final class Stub {
        /** {@code inc qword [rcx]; mov [rcx+8], rsi; ret}: System V's registers. */
        private static final byte[] X86_64 = {0x48, (byte) 0xff, 0x01, 0x48, (byte) 0x89, 0x71, 0x08, (byte) 0xc3};

        /** {@code ldr x4, [x3]; add x4, x4, #1; str x4, [x3]; str x1, [x3, #8]; ret}: AAPCS64's registers. */
        private static final int[] AARCH64 = {0xf9400064, 0x91000484, 0xf9000064, 0xf9000461, 0xd65f03c0};

        private static final int PAGE = 4096;
        private static final int PROT_READ_WRITE = 1 | 2;
        private static final int PROT_READ_EXEC = 1 | 4;
        private static final int MAP_PRIVATE_ANONYMOUS = 0x2 | 0x20;

        static final Pointer CODE = map();

        private Stub() {}

        /** Returns where the code is, or null where this host does not take it. */
        private static Pointer map() {
            boolean known = Platform.isIntel() || Platform.isARM();
            if (!Platform.isLinux() || !known || !Platform.is64Bit()) {
                return null;
            }
            NativeLibrary c = NativeLibrary.getProcess();
            Function mmap = c.getFunction("mmap");
            Object[] arguments = {null, (long) PAGE, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0L};
            Pointer page = mmap.invokePointer(arguments);
            if (Pointer.nativeValue(page) == -1) {
                return null;
            }
            if (Platform.isIntel()) {
                page.write(0, X86_64, 0, X86_64.length);
            } else {
                page.write(0, AARCH64, 0, AARCH64.length);
            }
            boolean executable =
                    c.getFunction("mprotect").invokeInt(new Object[] {page, (long) PAGE, PROT_READ_EXEC}) == 0;
            return executable ? page : null;
        }
    }
}
