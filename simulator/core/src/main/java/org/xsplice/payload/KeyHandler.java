// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

import java.util.List;
import java.util.Optional;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.HypervisorDiedException;
import org.xsplice.hypervisor.LivepatchLog;
import org.xsplice.loader.BuildIdNote;
import org.xsplice.loader.PatchFunction;
import org.xsplice.loader.PayloadLayout;
import org.xsplice.machine.PageFaultException;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Message;
import org.xsplice.profile.Profile;
import org.xsplice.state.Flag;

/** Debug key x. Models xen/common/livepatch.c:livepatch_printall. */
final class KeyHandler {
    private static final int LOCK_BREAK = 64;

    private final Hypervisor hypervisor;
    private final Profile profile;
    private final LivepatchLog log;
    private final PayloadStore store;
    private final Patching patching;
    private final Flag lockTaken;

    KeyHandler(Hypervisor hypervisor, Profile profile, LivepatchLog log, PayloadStore store, Patching patching) {
        this.hypervisor = hypervisor;
        this.profile = profile;
        this.log = log;
        this.store = store;
        this.patching = patching;
        lockTaken = hypervisor.state().flag("trouble.lockTaken", false);
    }

    /** Makes another CPU hold the lock during the next dump. */
    void setLockTaken(boolean taken) {
        lockTaken.set(taken);
    }

    /** Prints the dump; by the guest's own handler, where that has been patched. */
    void printAll(char key) {
        Optional<Long> handler = hypervisor.patchedSinceBoot("livepatch_printall");
        if (handler.isPresent()) {
            hypervisor.call(0, handler.get(), key);
            return;
        }
        log.print(Message.DUMPING, (int) key);
        byte[] id = hypervisor.image().buildId().toArray();
        log.print(Message.HYPERVISOR_BUILD_ID, id.length, id);
        if (lockTaken.take()) {
            log.print(Message.LOCK_HELD);
            return;
        }
        for (Payload payload : store.loaded()) {
            if (!print(payload)) {
                return;
            }
        }
    }

    /** Returns false where the lock was lost on the way. */
    private boolean print(Payload payload) {
        PayloadLayout layout = payload.loaded().layout();
        log.print(
                Message.PAYLOAD_LINE,
                payload.name(),
                payload.state().name(),
                payload.state().code(),
                layout.textAddr(),
                layout.rwAddr(),
                layout.roAddr(),
                layout.pages());
        patching.displayMetadata(payload);
        List<FunctionState> functions = payload.functions();
        for (int i = 0; i < functions.size(); i++) {
            PatchFunction function = functions.get(i).function();
            log.print(
                    Message.FUNCTION_LINE,
                    function.printedName(),
                    function.oldAddr(),
                    function.oldSize(),
                    function.newAddr(),
                    function.newSize());
            if (i > 0 && i % LOCK_BREAK == 0 && profile.has(Feature.DUMP_STOPS_AFTER_64_FUNCTIONS)) {
                log.print(Message.LOCK_LOST);
                return false;
            }
        }
        id(Message.BUILD_ID, payload.loaded().buildId());
        id(Message.DEPEND_ON, payload.loaded().depends());
        payload.loaded().xenDepends().ifPresent(xen -> id(Message.DEPEND_ON_XEN, xen));
        return true;
    }

    private void id(Message message, BuildIdNote.Descriptor id) {
        byte[] shown;
        try {
            shown = id.shown(hypervisor.memory());
        } catch (PageFaultException e) {
            throw new HypervisorDiedException(hypervisor.deathIn("vsnprintf", e.fault()));
        }
        log.print(message, shown.length, shown);
    }
}
