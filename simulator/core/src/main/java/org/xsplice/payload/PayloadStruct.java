// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

import java.nio.charset.StandardCharsets;
import org.xsplice.event.PayloadState;
import org.xsplice.hypervisor.Xenheap;
import org.xsplice.loader.BuildIdNote;
import org.xsplice.loader.Hooks;
import org.xsplice.loader.LoadedPayload;
import org.xsplice.loader.PayloadLayout;
import org.xsplice.loader.PayloadSymbol;
import org.xsplice.machine.Memory;
import org.xsplice.profile.HookKind;

/**
 * {@code struct payload} (xen/include/xen/livepatch_payload.h) in guest memory, laid out as 4.17.5 has it, so that hooks
 * find in it what they look for, and what they change counts. The states of the functions follow it.
 */
final class PayloadStruct {
    private static final int STATE = 0;
    private static final int RC = 4;
    private static final int REVERTED = 8;
    private static final int SAFE_TO_REAPPLY = 9;
    private static final int LIST = 16;
    private static final int TEXT_ADDR = 32;
    private static final int PAGES = 80;
    private static final int APPLIED_LIST = 88;
    private static final int FUNCS = 104;
    private static final int FSTATE = 112;
    private static final int NFUNCS = 120;
    private static final int SYMTAB = 128;
    private static final int STRTAB = 136;
    private static final int NSYMS = 280;
    private static final int ID = 288;
    private static final int DEP = 304;
    private static final int XEN_DEP = 320;
    private static final int LOAD_FUNCS = 336;
    private static final int UNLOAD_FUNCS = 344;
    private static final int HOOKS = 352;
    private static final int N_LOAD_FUNCS = 400;
    private static final int N_UNLOAD_FUNCS = 404;
    private static final int NAME = 408;
    private static final int METADATA = 536;
    private static final int SIZE = 552;

    private static final int SYMBOL_SIZE = 24;
    private static final HookKind[] SINGLE_HOOKS = {
        HookKind.PREAPPLY, HookKind.APPLY, HookKind.POSTAPPLY, HookKind.PREREVERT, HookKind.REVERT, HookKind.POSTREVERT,
    };

    private final Memory memory;
    private final long address;

    private PayloadStruct(Memory memory, long address) {
        this.memory = memory;
        this.address = address;
    }

    /** Returns how long the struct of a payload with this many functions is, with their states. */
    static long size(int functions) {
        return SIZE + (long) functions * FunctionState.SIZE;
    }

    /** Builds the struct of a payload that has just been loaded. */
    static PayloadStruct of(Memory memory, Xenheap heap, LoadedPayload loaded) {
        int functions = loaded.functions().size();
        long symtab = size(functions);
        long strtab = symtab + (long) loaded.symbols().size() * SYMBOL_SIZE;
        long strings =
                loaded.symbols().stream().mapToLong(s -> s.name().length() + 1).sum();
        PayloadStruct struct = new PayloadStruct(memory, heap.allocate(strtab + strings));
        struct.fill(loaded, struct.address + symtab, struct.address + strtab);
        return struct;
    }

    private void fill(LoadedPayload loaded, long symtab, long strtab) {
        PayloadLayout layout = loaded.layout();
        setState(PayloadState.CHECKED);
        memory.writeByte(address + SAFE_TO_REAPPLY, layout.safeToReapply() ? 1 : 0);
        emptyList(LIST);
        emptyList(APPLIED_LIST);
        long[] places = {
            layout.textAddr(), layout.textSize(), layout.rwAddr(), layout.rwSize(), layout.roAddr(), layout.roSize(),
        };
        for (int i = 0; i < places.length; i++) {
            memory.writeLong(address + TEXT_ADDR + (long) Long.BYTES * i, places[i]);
        }
        memory.writeInt(address + PAGES, layout.pages());
        int functions = loaded.functions().size();
        memory.writeLong(
                address + FUNCS, functions == 0 ? 0 : loaded.functions().get(0).entry());
        memory.writeLong(address + FSTATE, functions == 0 ? 0 : fstate(0));
        memory.writeInt(address + NFUNCS, functions);
        symbols(loaded, symtab, strtab);
        id(ID, loaded.buildId());
        id(DEP, loaded.depends());
        loaded.xenDepends().ifPresent(id -> id(XEN_DEP, id));
        hooks(loaded.hooks());
        byte[] name = loaded.name().getBytes(StandardCharsets.ISO_8859_1);
        memory.write(address + NAME, name);
        memory.writeLong(address + METADATA, loaded.metadata().address());
        memory.writeInt(address + METADATA + Long.BYTES, loaded.metadata().length());
    }

    private void emptyList(int field) {
        memory.writeLong(address + field, address + field);
        memory.writeLong(address + field + Long.BYTES, address + field);
    }

    private void id(int field, BuildIdNote.Descriptor id) {
        memory.writeLong(address + field, id.address());
        memory.writeInt(address + field + Long.BYTES, id.length());
    }

    private void hooks(Hooks hooks) {
        memory.writeLong(address + LOAD_FUNCS, hooks.of(HookKind.LOAD).address());
        memory.writeLong(address + UNLOAD_FUNCS, hooks.of(HookKind.UNLOAD).address());
        memory.writeInt(address + N_LOAD_FUNCS, (int) hooks.of(HookKind.LOAD).count());
        memory.writeInt(
                address + N_UNLOAD_FUNCS, (int) hooks.of(HookKind.UNLOAD).count());
        for (int i = 0; i < SINGLE_HOOKS.length; i++) {
            memory.writeLong(
                    address + HOOKS + (long) Long.BYTES * i,
                    hooks.of(SINGLE_HOOKS[i]).address());
        }
    }

    private void symbols(LoadedPayload loaded, long symtab, long strtab) {
        memory.writeLong(address + SYMTAB, symtab);
        memory.writeLong(address + STRTAB, strtab);
        memory.writeInt(address + NSYMS, loaded.symbols().size());
        long entry = symtab;
        long string = strtab;
        for (PayloadSymbol symbol : loaded.symbols()) {
            byte[] name = symbol.name().getBytes(StandardCharsets.ISO_8859_1);
            memory.write(string, name);
            memory.writeLong(entry, string);
            memory.writeLong(entry + 8, symbol.value());
            memory.writeInt(entry + 16, symbol.size());
            memory.writeByte(entry + 20, symbol.newSymbol() ? 1 : 0);
            entry += SYMBOL_SIZE;
            string += name.length + 1;
        }
    }

    /** Returns where the struct is: what hooks are given. */
    long address() {
        return address;
    }

    /** Returns where the state of a function is. */
    long fstate(int index) {
        return address + SIZE + (long) index * FunctionState.SIZE;
    }

    PayloadState state() {
        return memory.readInt(address + STATE) == PayloadState.APPLIED.code()
                ? PayloadState.APPLIED
                : PayloadState.CHECKED;
    }

    void setState(PayloadState state) {
        memory.writeInt(address + STATE, state.code());
    }

    int rc() {
        return memory.readInt(address + RC);
    }

    void setRc(int rc) {
        memory.writeInt(address + RC, rc);
    }

    boolean reverted() {
        return memory.readByte(address + REVERTED) != 0;
    }

    void setReverted() {
        memory.writeByte(address + REVERTED, 1);
    }

    boolean safeToReapply() {
        return memory.readByte(address + SAFE_TO_REAPPLY) != 0;
    }
}
