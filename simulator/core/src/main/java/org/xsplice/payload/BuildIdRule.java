// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

import static org.xsplice.text.Formats.format;

import java.util.Optional;
import org.xsplice.errno.Errno;
import org.xsplice.event.ByteString;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.LivepatchLog;
import org.xsplice.loader.BuildIdNote;
import org.xsplice.profile.Message;
import org.xsplice.refusal.Check;
import org.xsplice.refusal.Refusal;
import org.xsplice.refusal.RefusedException;

/**
 * The stacking rule: a payload is applied on what it was built for. The first one depends on the hypervisor's build-id,
 * each further one on that of the payload applied last. Models xen/common/livepatch.c:build_id_dep.
 */
final class BuildIdRule {
    private final Hypervisor hypervisor;
    private final LivepatchLog log;
    private final PayloadStore store;

    BuildIdRule(Hypervisor hypervisor, LivepatchLog log, PayloadStore store) {
        this.hypervisor = hypervisor;
        this.log = log;
        this.store = store;
    }

    /**
     * Makes sure that a payload may go on top of the stack.
     *
     * @param againstHypervisor whether it replaces everything, and so must depend on the hypervisor itself
     * @throws RefusedException if it depends on something else
     */
    void require(Payload payload, boolean againstHypervisor) {
        Optional<Payload> top = againstHypervisor ? Optional.empty() : store.top();
        if (!metBy(payload, top)) {
            String name = top.map(Payload::name).orElse("hypervisor");
            log.print(Message.BUILD_ID_CHECK_FAILED, payload.name(), name);
            String topId = top.map(p -> shown(p.loaded().buildId()))
                    .orElseGet(() -> hypervisor.image().buildId().toString());
            throw new RefusedException(new Refusal(
                    Check.BUILD_ID_DEP,
                    Errno.EINVAL.rc(),
                    Refusal.NOWHERE,
                    format(
                            "%s depends on build-id %s, but it would go on top of %s, which has %s",
                            payload.name(),
                            shown(payload.loaded().depends()),
                            top.map(Payload::name).orElse("the hypervisor"),
                            topId)));
        }
    }

    /** Returns whether a payload was built to go on top of the stack. */
    boolean met(Payload payload) {
        return metBy(payload, store.top());
    }

    private boolean metBy(Payload payload, Optional<Payload> top) {
        BuildIdNote.Descriptor depends = payload.loaded().depends();
        return top.map(p -> depends.equalTo(hypervisor.memory(), p.loaded().buildId()))
                .orElseGet(() ->
                        depends.equalTo(hypervisor.memory(), hypervisor.image().buildId()));
    }

    private String shown(BuildIdNote.Descriptor id) {
        return ByteString.of(id.shown(hypervisor.memory())).toString();
    }
}
