// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.asm;

import static org.xsplice.text.Formats.format;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.SortedMap;
import org.xsplice.engine.Engine;
import org.xsplice.engine.EngineFile;
import org.xsplice.engine.EngineFinder;
import org.xsplice.engine.MissingEngineException;

/**
 * {@link Assembler} on Keystone 0.9 (keystone/keystone.h).
 *
 * <p>It knows neither {@code endbr64} nor numeric labels, and lets a {@code jmp} that is out of range wrap around without
 * a word: see {@link #jump}.
 */
public final class KeystoneAssembler implements Assembler {
    private static final int KS_ARCH_X86 = 4;
    private static final int KS_MODE_64 = 1 << 3;
    private static final int KS_ERR_OK = 0;
    private static final int JUMP_SIZE = 5;

    private final long handle;
    private boolean closed;

    /**
     * Opens the engine.
     *
     * @throws MissingEngineException if Keystone cannot be had
     */
    public KeystoneAssembler() {
        Library.require();
        LongByReference reference = new LongByReference();
        int error = ks_open(KS_ARCH_X86, KS_MODE_64, reference);
        if (error != KS_ERR_OK) {
            throw new MissingEngineException(
                    EngineFinder.require(Engine.KEYSTONE), "was built without x86 (" + ks_strerror(error) + ")");
        }
        handle = reference.getValue();
    }

    /** Returns the version of the Keystone library, for example {@code 0.9}. */
    public static String engineVersion() {
        Library.require();
        IntByReference major = new IntByReference();
        IntByReference minor = new IntByReference();
        ks_version(major, minor);
        return major.getValue() + "." + minor.getValue();
    }

    @Override
    public byte[] assemble(String text, long address, SortedMap<String, Long> symbols) {
        StringBuilder source = new StringBuilder();
        symbols.forEach((name, value) -> source.append(name)
                .append(" = 0x")
                .append(Long.toHexString(value))
                .append('\n'));
        source.append(text);
        PointerByReference encoding = new PointerByReference();
        LongByReference size = new LongByReference();
        LongByReference count = new LongByReference();
        int failed = ks_asm(handle, source.toString(), address, encoding, size, count);
        if (failed != 0) {
            throw new AssemblyException("cannot assemble \"" + text + "\": " + ks_strerror(ks_errno(handle)));
        }
        byte[] code = encoding.getValue().getByteArray(0, (int) size.getValue());
        ks_free(encoding.getValue());
        return code;
    }

    /**
     * Assembles the five-byte jump that stands at one address and leads to another.
     *
     * @throws AssemblyException if the distance does not fit in 32 bits
     */
    public byte[] jump(long from, long to) {
        long displacement = to - (from + JUMP_SIZE);
        if (displacement != (int) displacement) {
            throw new AssemblyException(format("a jump from %016x does not reach %016x", from, to));
        }
        byte[] code = assemble("jmp 0x" + Long.toHexString(to), from, new java.util.TreeMap<>());
        if (code.length == JUMP_SIZE) {
            return code;
        }
        return assemble(".byte 0xe9; .long " + (int) displacement, from, new java.util.TreeMap<>());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            ks_close(handle);
        }
    }

    private static native int ks_version(IntByReference major, IntByReference minor);

    private static native int ks_open(int arch, int mode, LongByReference handle);

    private static native int ks_close(long handle);

    private static native int ks_errno(long handle);

    private static native String ks_strerror(int code);

    private static native int ks_asm(
            long handle,
            String text,
            long address,
            PointerByReference encoding,
            LongByReference size,
            LongByReference count);

    private static native void ks_free(Pointer encoding);

    /** Loads the library when first touched. */
    private static final class Library {
        private static final MissingEngineException PROBLEM = load();

        private Library() {}

        /** Returns why the library cannot be used, or {@code null}. */
        private static MissingEngineException load() {
            try {
                EngineFile found = EngineFinder.require(Engine.KEYSTONE);
                try {
                    Native.register(
                            KeystoneAssembler.class,
                            NativeLibrary.getInstance(found.file().toString()));
                    return null;
                } catch (UnsatisfiedLinkError e) {
                    return MissingEngineException.notLoaded(found, String.valueOf(e.getMessage()));
                }
            } catch (MissingEngineException e) {
                return e;
            }
        }

        static void require() {
            if (PROBLEM != null) {
                throw PROBLEM;
            }
        }
    }
}
