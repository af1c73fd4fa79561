// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

import java.util.Optional;
import org.xsplice.hypervisor.Endbr;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.HypervisorDiedException;
import org.xsplice.hypervisor.NopFill;
import org.xsplice.loader.PatchFunction;
import org.xsplice.machine.Memory;
import org.xsplice.machine.PageFaultException;
import org.xsplice.machine.TextWindow;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Profile;

/**
 * Writes and removes the patch of one function. Models xen/arch/x86/livepatch.c:arch_livepatch_apply and
 * arch_livepatch_revert.
 */
final class TextPatcher {
    private final Hypervisor hypervisor;
    private final Profile profile;
    private final TextVerifier verifier;
    private final CopiedText memcpy;

    TextPatcher(Hypervisor hypervisor, Profile profile, TextVerifier verifier) {
        this.hypervisor = hypervisor;
        this.profile = profile;
        this.verifier = verifier;
        memcpy = new CopiedText(hypervisor);
    }

    void apply(String payload, FunctionState state) {
        PatchFunction function = state.function();
        state.setPatchOffset(behindEndbr(function) ? Endbr.LENGTH : 0);
        int length = state.patchLength();
        if (length == 0) {
            return;
        }
        long at = function.oldAddr() + state.patchOffset();
        long target = function.newAddr();
        memcpy.save(at, state.buffer(), length);
        byte[] code = code(function, at, length);
        Runnable verification = function.nops()
                ? () -> verifier.requireNops(at, length)
                : () -> verifier.requireJump(at, Trampoline.reached(at, target));
        memcpy.write(at, code, "apply " + payload, verification);
    }

    private byte[] code(PatchFunction function, long at, int length) {
        return function.nops() ? NopFill.of(profile.cpu().nops(), length) : Trampoline.encode(at, function.newAddr());
    }

    /** Returns what would be written for a function now; nothing where no bytes would. */
    Optional<PatchSite> site(String payload, PatchFunction function) {
        int offset = behindEndbr(function) ? Endbr.LENGTH : 0;
        long at = function.oldAddr() + offset;
        int length = FunctionState.patchLength(function, offset);
        return length <= 0 || length > Memory.PAGE_SIZE
                ? Optional.empty()
                : Optional.of(new PatchSite(
                        payload, function.printedName(), new TextWindow(at, at + length), code(function, at, length)));
    }

    private boolean behindEndbr(PatchFunction function) {
        try {
            return profile.has(Feature.ENDBR_AWARE) && Endbr.startsAt(hypervisor.memory(), function.oldAddr());
        } catch (PageFaultException e) {
            throw new HypervisorDiedException(hypervisor.deathIn("arch_livepatch_apply", e.fault()));
        }
    }

    void revert(String payload, FunctionState state) {
        int length = state.patchLength();
        if (length == 0) {
            return;
        }
        long at = state.function().oldAddr() + state.patchOffset();
        byte[] original = memcpy.read(state.buffer(), length);
        memcpy.write(at, original, "revert " + payload, () -> verifier.requireBytes(at, original));
    }
}
