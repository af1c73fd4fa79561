// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.asm;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.xsplice.engine.Engine;
import org.xsplice.engine.EngineFile;
import org.xsplice.engine.EngineFinder;
import org.xsplice.engine.MissingEngineException;
import org.xsplice.event.ByteString;

/** {@link Disassembler} on Capstone 4 or 5 (capstone/capstone.h). */
public final class CapstoneDisassembler implements Disassembler {
    private static final int CS_ARCH_X86 = 3;
    private static final int CS_MODE_64 = 1 << 3;
    private static final int CS_ERR_OK = 0;

    private static final int INSN_ADDRESS = 8;
    private static final int INSN_SIZE = 16;
    private static final int INSN_BYTES = 18;
    private static final int MNEMONIC_SIZE = 32;
    private static final int OPERANDS_SIZE = 160;

    private final long handle;
    private final Pointer insn;
    private final Memory cursor = new Memory(3 * Long.BYTES);
    private boolean closed;

    /**
     * Opens the engine.
     *
     * @throws MissingEngineException if Capstone cannot be had
     */
    public CapstoneDisassembler() {
        Library.require();
        LongByReference reference = new LongByReference();
        int error = cs_open(CS_ARCH_X86, CS_MODE_64, reference);
        if (error != CS_ERR_OK) {
            throw new MissingEngineException(
                    EngineFinder.require(Engine.CAPSTONE), "was built without x86 (" + cs_strerror(error) + ")");
        }
        handle = reference.getValue();
        insn = cs_malloc(handle);
    }

    /** Returns the version of the Capstone library, for example {@code 5.0}. */
    public static String engineVersion() {
        Library.require();
        IntByReference major = new IntByReference();
        IntByReference minor = new IntByReference();
        cs_version(major, minor);
        return major.getValue() + "." + minor.getValue();
    }

    @Override
    public List<Instruction> disassemble(byte[] code, long address, int max) {
        List<Instruction> found = new ArrayList<>();
        if (code.length == 0) {
            return found;
        }
        try (Memory buffer = new Memory(code.length)) {
            buffer.write(0, code, 0, code.length);
            cursor.setPointer(0, buffer);
            cursor.setLong(8, code.length);
            cursor.setLong(16, address);
            Pointer left = cursor.share(8);
            Pointer next = cursor.share(16);
            while (found.size() < max && cs_disasm_iter(handle, cursor, left, next, insn)) {
                found.add(read());
            }
        }
        return found;
    }

    /** Reads {@code struct cs_insn} at once: each look at the engine's memory costs as much as the instruction. */
    private Instruction read() {
        int mnemonic = INSN_BYTES + Library.BYTES_SIZE;
        int operands = mnemonic + MNEMONIC_SIZE;
        byte[] all = insn.getByteArray(0, operands + OPERANDS_SIZE);
        ByteBuffer fields = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
        return new Instruction(
                fields.getLong(INSN_ADDRESS),
                ByteString.of(Arrays.copyOfRange(all, INSN_BYTES, INSN_BYTES + fields.getShort(INSN_SIZE))),
                text(all, mnemonic),
                text(all, operands));
    }

    private static String text(byte[] from, int at) {
        int end = at;
        while (end < from.length && from[end] != 0) {
            end++;
        }
        return new String(from, at, end - at, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            cs_free(insn, 1);
            LongByReference reference = new LongByReference(handle);
            cs_close(reference);
            cursor.close();
        }
    }

    private static native int cs_version(IntByReference major, IntByReference minor);

    private static native int cs_open(int arch, int mode, LongByReference handle);

    private static native int cs_close(LongByReference handle);

    private static native String cs_strerror(int code);

    private static native Pointer cs_malloc(long handle);

    private static native void cs_free(Pointer insn, long count);

    private static native boolean cs_disasm_iter(
            long handle, Pointer code, Pointer size, Pointer address, Pointer insn);

    /** Loads the library when first touched. */
    private static final class Library {
        private static final MissingEngineException PROBLEM = load();
        /** {@code cs_insn.bytes} grew from 16 to 24 bytes in version 5. */
        static final int BYTES_SIZE = PROBLEM == null && major() == 4 ? 16 : 24;

        private Library() {}

        /** Returns why the library cannot be used, or {@code null}. */
        private static MissingEngineException load() {
            try {
                EngineFile found = EngineFinder.require(Engine.CAPSTONE);
                try {
                    Native.register(
                            CapstoneDisassembler.class,
                            NativeLibrary.getInstance(found.file().toString()));
                } catch (UnsatisfiedLinkError e) {
                    return MissingEngineException.notLoaded(found, String.valueOf(e.getMessage()));
                }
                return major() == 4 || major() == 5
                        ? null
                        : new MissingEngineException(found, "is version " + major() + "; 4 or 5 is needed");
            } catch (MissingEngineException e) {
                return e;
            }
        }

        private static int major() {
            return cs_version(null, null) >>> 8;
        }

        static void require() {
            if (PROBLEM != null) {
                throw PROBLEM;
            }
        }
    }
}
