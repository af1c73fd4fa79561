// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xsplice.asm.Disassembler;
import org.xsplice.hazard.FunctionPatch;
import org.xsplice.hazard.Hazard;
import org.xsplice.hazard.HazardKind;
import org.xsplice.hazard.PatchHazards;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.loader.LoadedPayload;
import org.xsplice.loader.PatchFunction;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Quirk;
import org.xsplice.refusal.StrictException;

/** What strict mode refuses of a payload's functions, once the hypervisor has accepted the payload. */
final class StrictUpload {
    private StrictUpload() {}

    /**
     * Looks at all functions of a payload.
     *
     * @throws StrictException if patching one of them would do harm
     */
    static void check(Hypervisor hypervisor, Profile profile, Disassembler disassembler, LoadedPayload payload) {
        List<FunctionPatch> sites = new ArrayList<>();
        for (int i = 0; i < payload.functions().size(); i++) {
            sites.add(site(i, payload.functions().get(i)));
        }
        for (Hazard hazard : PatchHazards.find(hypervisor, profile, disassembler, sites)) {
            quirk(hazard.kind()).ifPresent(quirk -> {
                String entry = hazard.site()
                        .map(site -> format("entry %d (%s): ", site.entry(), site.name()))
                        .orElse("");
                throw new StrictException(quirk, entry + hazard.reason(), mend(quirk));
            });
        }
    }

    private static FunctionPatch site(int number, PatchFunction function) {
        return new FunctionPatch(
                number,
                function.printedName(),
                function.oldAddr(),
                Integer.toUnsignedLong(function.oldSize()),
                function.newAddr(),
                Integer.toUnsignedLong(function.newSize()));
    }

    private static Optional<Quirk> quirk(HazardKind kind) {
        return switch (kind) {
            case NOPS_SHORTER_THAN_ENDBR -> Optional.of(Quirk.SHORT_NOPS);
            case SAME_ADDRESS, OVERLAPPING_PATCHES -> Optional.of(Quirk.SAME_BYTES);
            case NOT_TEXT, INSIDE_INSTRUCTION, NOT_FUNCTION_START -> Optional.of(Quirk.OLD_ADDRESS);
            case JUMP_TOO_FAR -> Optional.of(Quirk.JUMP_REACH);
            case SHORT_FUNCTION -> Optional.of(Quirk.BEYOND_FUNCTION);
            case NEW_ADDR_NOT_CODE -> Optional.of(Quirk.NEW_ADDRESS);
            case BRANCH_INTO_PATCH -> Optional.of(Quirk.BRANCH_INTO_PATCH);
            case NOP_TAIL_CUTS_INSTRUCTION -> Optional.of(Quirk.NOP_TAIL);
            case NOPS_FALL_THROUGH -> Optional.of(Quirk.NOTHING_RETURNS);
            default -> Optional.empty();
        };
    }

    private static String mend(Quirk quirk) {
        return switch (quirk) {
            case SHORT_NOPS -> "include the ENDBR64: new_size must be more than 4";
            case SAME_BYTES -> "patch each function only once in a payload";
            case OLD_ADDRESS -> "set old_addr to the function's address, or to 0 so that its name is looked up";
            case JUMP_REACH -> "old_addr and new_addr must lie closer together";
            case BEYOND_FUNCTION -> "patch the function's callers instead; it is shorter than old_size says";
            case NEW_ADDRESS -> "let new_addr refer to a function of the payload";
            case BRANCH_INTO_PATCH -> "patch the function that has the branch as well";
            case NOP_TAIL -> "set new_size so that the NOPs end where an instruction ends";
            case NOTHING_RETURNS -> "keep the function's return, or replace the function with one that only returns";
            default -> throw new IllegalArgumentException(quirk.toString());
        };
    }
}
