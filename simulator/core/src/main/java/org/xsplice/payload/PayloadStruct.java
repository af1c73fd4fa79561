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
import org.xsplice.profile.Profile;

/**
 * {@code struct payload} (xen/include/xen/livepatch_payload.h) in guest memory, laid out as the release has it, so that
 * hooks find in it what they look for, and what they change counts. The states of the functions follow it.
 */
final class PayloadStruct {
    private static final int SYMBOL_SIZE = 24;
    private static final HookKind[] SINGLE_HOOKS = {
        HookKind.PREAPPLY, HookKind.APPLY, HookKind.POSTAPPLY, HookKind.PREREVERT, HookKind.REVERT, HookKind.POSTREVERT,
    };

    private final Memory memory;
    private final PayloadFields fields;
    private final long address;
    private final int functions;

    private PayloadStruct(Memory memory, PayloadFields fields, long address, int functions) {
        this.memory = memory;
        this.fields = fields;
        this.address = address;
        this.functions = functions;
    }

    /** Returns how long the struct is, in bytes, with the states of the functions. */
    long size() {
        return size(fields, functions);
    }

    private static long size(PayloadFields fields, int functions) {
        return fields.size() + (long) functions * FunctionState.SIZE;
    }

    /** Builds the struct of a payload that has just been loaded. */
    static PayloadStruct of(Memory memory, Xenheap heap, Profile profile, LoadedPayload loaded) {
        PayloadFields fields = PayloadFields.of(profile);
        int functions = loaded.functions().size();
        long symtab = size(fields, functions);
        long strtab = symtab + (long) loaded.symbols().size() * SYMBOL_SIZE;
        long strings =
                loaded.symbols().stream().mapToLong(s -> s.name().length() + 1).sum();
        PayloadStruct struct = new PayloadStruct(memory, fields, heap.allocate(strtab + strings), functions);
        struct.fill(loaded, struct.address + symtab, struct.address + strtab);
        return struct;
    }

    private void fill(LoadedPayload loaded, long symtab, long strtab) {
        PayloadLayout layout = loaded.layout();
        setState(PayloadState.CHECKED);
        memory.writeByte(address + PayloadFields.SAFE_TO_REAPPLY, layout.safeToReapply() ? 1 : 0);
        emptyList(PayloadFields.LIST);
        emptyList(PayloadFields.APPLIED_LIST);
        long[] places = {
            layout.textAddr(), layout.textSize(), layout.rwAddr(), layout.rwSize(), layout.roAddr(), layout.roSize(),
        };
        for (int i = 0; i < places.length; i++) {
            memory.writeLong(address + PayloadFields.TEXT_ADDR + (long) Long.BYTES * i, places[i]);
        }
        memory.writeInt(address + PayloadFields.PAGES, layout.pages());
        memory.writeLong(
                address + PayloadFields.FUNCS,
                functions == 0 ? 0 : loaded.functions().get(0).entry());
        if (fields.fstate() != 0) {
            memory.writeLong(address + fields.fstate(), functions == 0 ? 0 : fstate(0));
        }
        memory.writeInt(address + fields.nfuncs(), functions);
        symbols(loaded, symtab, strtab);
        id(fields.id(), loaded.buildId());
        id(fields.dep(), loaded.depends());
        loaded.xenDepends().ifPresent(id -> id(fields.xenDep(), id));
        hooks(loaded.hooks());
        byte[] name = loaded.name().getBytes(StandardCharsets.ISO_8859_1);
        memory.write(address + fields.name(), name);
        memory.writeLong(address + fields.metadata(), loaded.metadata().address());
        memory.writeInt(
                address + fields.metadata() + Long.BYTES, loaded.metadata().length());
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
        memory.writeLong(address + fields.loadFuncs(), hooks.of(HookKind.LOAD).address());
        memory.writeLong(
                address + fields.unloadFuncs(), hooks.of(HookKind.UNLOAD).address());
        memory.writeInt(
                address + fields.loadFuncsCount(), (int) hooks.of(HookKind.LOAD).count());
        memory.writeInt(address + fields.unloadFuncsCount(), (int)
                hooks.of(HookKind.UNLOAD).count());
        for (int i = 0; i < SINGLE_HOOKS.length; i++) {
            memory.writeLong(
                    address + fields.hooks() + (long) Long.BYTES * i,
                    hooks.of(SINGLE_HOOKS[i]).address());
        }
    }

    private void symbols(LoadedPayload loaded, long symtab, long strtab) {
        memory.writeLong(address + fields.symtab(), symtab);
        memory.writeLong(address + fields.strtab(), strtab);
        memory.writeInt(address + fields.nsyms(), loaded.symbols().size());
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
        return address + fields.size() + (long) index * FunctionState.SIZE;
    }

    PayloadState state() {
        return memory.readInt(address + PayloadFields.STATE) == PayloadState.APPLIED.code()
                ? PayloadState.APPLIED
                : PayloadState.CHECKED;
    }

    void setState(PayloadState state) {
        memory.writeInt(address + PayloadFields.STATE, state.code());
    }

    int rc() {
        return memory.readInt(address + PayloadFields.RC);
    }

    void setRc(int rc) {
        memory.writeInt(address + PayloadFields.RC, rc);
    }

    boolean reverted() {
        return memory.readByte(address + PayloadFields.REVERTED) != 0;
    }

    void setReverted() {
        memory.writeByte(address + PayloadFields.REVERTED, 1);
    }

    boolean safeToReapply() {
        return memory.readByte(address + PayloadFields.SAFE_TO_REAPPLY) != 0;
    }
}
