// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xsplice.asm.Disassembler;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.Symbol;
import org.xsplice.hypervisor.VirtualRegion;
import org.xsplice.loader.LoadedPayload;
import org.xsplice.loader.PatchFunction;
import org.xsplice.loader.PatchedBytes;
import org.xsplice.loader.Quirk;
import org.xsplice.loader.StrictException;
import org.xsplice.machine.Access;
import org.xsplice.machine.Permission;
import org.xsplice.profile.Profile;

/** What strict mode refuses of a payload's functions, once the hypervisor has accepted the payload. */
final class StrictUpload {
    private static final int INSTRUCTION_MAX = 15;

    private final Hypervisor hypervisor;
    private final Profile profile;
    private final Disassembler disassembler;

    StrictUpload(Hypervisor hypervisor, Profile profile, Disassembler disassembler) {
        this.hypervisor = hypervisor;
        this.profile = profile;
        this.disassembler = disassembler;
    }

    /**
     * Looks at all functions of a payload.
     *
     * @throws StrictException if patching one of them would do harm
     */
    void check(LoadedPayload payload) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < payload.functions().size(); i++) {
            PatchFunction function = payload.functions().get(i);
            String name = "entry " + i + " (" + function.printedName() + ")";
            requireCode(name, function.oldAddr());
            Entry entry = new Entry(name, function, PatchedBytes.of(hypervisor, profile, function));
            requireBehindEndbr(entry);
            requireFunctionStart(entry);
            requireWithinFunction(entry);
            requireTarget(entry);
            entries.forEach(earlier -> requireApart(earlier, entry));
            entries.add(entry);
        }
    }

    /** An entry of the function section: its name for people, and what it overwrites. */
    private record Entry(String name, PatchFunction function, PatchedBytes patched) {}

    private void requireCode(String name, long oldAddr) {
        if (!executable(oldAddr)) {
            throw new StrictException(
                    Quirk.OLD_ADDRESS,
                    "%s: old_addr %016x is not text".formatted(name, oldAddr),
                    "set old_addr to the function's address, or to 0 so that its name is looked up");
        }
    }

    private boolean executable(long address) {
        Permission permission = hypervisor.memory().permissionAt(address);
        return permission != null && permission.allows(Access.EXECUTE);
    }

    private static void requireBehindEndbr(Entry entry) {
        if (entry.patched().length() < 0) {
            throw new StrictException(
                    Quirk.SHORT_NOPS,
                    "%s: %d bytes of NOPs for a function that starts with the 4 bytes of ENDBR64"
                            .formatted(entry.name(), entry.function().newSize()),
                    "count the ENDBR64 in: new_size must be more than 4");
        }
    }

    private void requireFunctionStart(Entry entry) {
        long oldAddr = entry.function().oldAddr();
        Optional<Symbol> symbol = symbolAt(oldAddr);
        if (symbol.map(Symbol::address).filter(start -> start == oldAddr).isPresent()) {
            return;
        }
        boolean cut = symbol.map(s -> cutsInstruction(s.address(), oldAddr)).orElse(false);
        throw new StrictException(
                Quirk.OLD_ADDRESS,
                "%s: old_addr %016x, %s, is %s"
                        .formatted(
                                entry.name(),
                                oldAddr,
                                hypervisor.regions().describe(oldAddr),
                                cut ? "inside an instruction" : "not a function's start"),
                "set old_addr to the function's address, or to 0 so that its name is looked up");
    }

    private Optional<Symbol> symbolAt(long address) {
        return hypervisor
                .regions()
                .find(address)
                .map(VirtualRegion::symbols)
                .flatMap(symbols -> symbols.covering(address));
    }

    /** Reads instructions from a function's start on, to see whether an address is inside one. */
    private boolean cutsInstruction(long start, long address) {
        VirtualRegion region = hypervisor.regions().find(address).orElseThrow();
        long end = Math.min(address + INSTRUCTION_MAX, region.textStart() + region.textSize());
        byte[] code = hypervisor.memory().read(start, (int) (end - start));
        return disassembler.disassemble(code, start, code.length).stream()
                .anyMatch(i -> i.address() < address && address < i.next());
    }

    private void requireWithinFunction(Entry entry) {
        Symbol symbol = symbolAt(entry.function().oldAddr()).orElseThrow();
        long end = symbol.address() + symbol.size();
        if (symbol.size() != 0 && Long.compareUnsigned(entry.patched().end(), end) > 0) {
            throw new StrictException(
                    Quirk.BEYOND_FUNCTION,
                    "%s: the patch ends at %016x, behind the %d bytes of %s"
                            .formatted(entry.name(), entry.patched().end(), symbol.size(), symbol.name()),
                    "patch the function's callers instead; it is shorter than old_size says");
        }
    }

    private void requireTarget(Entry entry) {
        if (entry.function().nops()) {
            return;
        }
        long target = entry.function().newAddr();
        long distance = target - entry.patched().end();
        if (distance != (int) distance) {
            throw new StrictException(
                    Quirk.JUMP_REACH,
                    "%s: from the jump's end at %016x to new_addr %016x it is more than 2 GiB"
                            .formatted(entry.name(), entry.patched().end(), target),
                    "old_addr and new_addr must lie closer together");
        }
        if (!executable(target)) {
            throw new StrictException(
                    Quirk.NEW_ADDRESS,
                    "%s: new_addr %016x is not code".formatted(entry.name(), target),
                    "let new_addr refer to a function of the payload");
        }
    }

    private static void requireApart(Entry earlier, Entry later) {
        if (earlier.patched().overlaps(later.patched())) {
            throw new StrictException(
                    Quirk.SAME_BYTES,
                    "%s and %s overwrite the same bytes at %016x"
                            .formatted(
                                    earlier.name(),
                                    later.name(),
                                    later.patched().address()),
                    "patch each function once in a payload");
        }
    }
}
