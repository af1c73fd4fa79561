// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.xsplice.machine.Memory;
import org.xsplice.machine.PageFaultException;
import org.xsplice.state.Derived;
import org.xsplice.state.Fixed;

/**
 * The functions of the guest that a report, any line on the console, or a debug key goes through. While they are what they were after
 * boot, the model does their work; once one has been patched, the guest's own version counts.
 */
final class ReportFunctions {
    private static final List<String> VERSION = List.of("xen_major_version", "xen_minor_version", "xen_extra_version");
    private static final List<String> PRINTING = List.of("printk", "vprintk_common");
    private static final List<String> KEY_HANDLERS = List.of("livepatch_printall");

    private final Memory memory;
    private final SymbolTable symbols;
    private final GuestCaller caller;

    @Fixed
    private final Map<String, byte[]> pristine = new TreeMap<>();

    @Derived("false between turns")
    private boolean printing;

    ReportFunctions(Memory memory, SymbolTable symbols, GuestCaller caller) {
        this.memory = memory;
        this.symbols = symbols;
        this.caller = caller;
    }

    /** Remembers what the functions look like now. */
    void remember() {
        VERSION.forEach(this::remember);
        PRINTING.forEach(this::remember);
        KEY_HANDLERS.forEach(this::remember);
    }

    private void remember(String function) {
        symbols.plain(function)
                .flatMap(symbols::covering)
                .filter(s -> memory.permissionAt(s.address()) != null)
                .filter(s -> memory.permissionAt(s.address() + length(s) - 1) != null)
                .ifPresent(s -> pristine.put(function, code(s)));
    }

    private byte[] code(Symbol symbol) {
        return memory.read(symbol.address(), length(symbol));
    }

    private static int length(Symbol symbol) {
        return symbol.sizeUpTo(Memory.PAGE_SIZE);
    }

    /** Returns whether one of these functions is no longer what it was. */
    boolean patched(String function) {
        byte[] before = pristine.get(function);
        return before != null
                && !Arrays.equals(
                        before, code(symbols.covering(symbols.require(function)).orElseThrow()));
    }

    /** Returns whether lines are printed by the guest's own, patched code. */
    boolean printkPatched() {
        return PRINTING.stream().anyMatch(this::patched);
    }

    /** Returns whether the way to the console still works. */
    boolean printkUsable() {
        if (!printkPatched()) {
            return true;
        }
        try {
            printk(0, "");
            return true;
        } catch (HypervisorDiedException | PageFaultException e) {
            return false;
        }
    }

    /**
     * Does what a report does with patched functions: calls them.
     *
     * @throws HypervisorDiedException if one of them dies, or if it is printing that has led here
     */
    void exercise(int cpu) {
        if (printing) {
            throw new HypervisorDiedException(new Death(Death.ENDLESS_LOOP, "printk does not come back", List.of()));
        }
        for (String function : VERSION) {
            if (patched(function)) {
                long result = caller.call(cpu, symbols.require(function));
                if (function.equals("xen_extra_version")) {
                    memory.readByte(result);
                }
            }
        }
        if (printkPatched()) {
            printk(cpu, "\n");
        }
    }

    /**
     * Prints by the guest's own printk.
     *
     * @param text a finished line
     * @throws HypervisorDiedException if it dies
     */
    void printk(int cpu, String text) {
        boolean outer = printing;
        printing = true;
        try {
            caller.printk(cpu, symbols.require("printk"), text);
        } finally {
            printing = outer;
        }
    }
}
