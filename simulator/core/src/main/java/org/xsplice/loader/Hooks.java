// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.Map;
import org.xsplice.machine.Memory;
import org.xsplice.profile.HookKind;

/**
 * The hooks of a payload: for each kind it has, where its pointers are.
 *
 * @param sections by kind
 */
public record Hooks(Map<HookKind, Pointers> sections) {

    /**
     * An array of pointers to functions.
     *
     * @param address of the first; 0 where the section was not loaded
     */
    public record Pointers(long address, long count) {
        /** Returns the address of a hook function, read from guest memory now. */
        public long function(Memory memory, long index) {
            return memory.readLong(address + index * Long.BYTES);
        }
    }

    public static Hooks none() {
        return new Hooks(Map.of());
    }

    /** Returns the pointers of a kind; none of them where the payload has no such section. */
    public Pointers of(HookKind kind) {
        return sections.getOrDefault(kind, new Pointers(0, 0));
    }

    /** Returns the function of a single hook, or 0 where there is none to call. Models {@code is_hook_enabled}. */
    public long enabled(Memory memory, HookKind kind) {
        Pointers pointers = of(kind);
        return pointers.address() == 0 ? 0 : pointers.function(memory, 0);
    }
}
