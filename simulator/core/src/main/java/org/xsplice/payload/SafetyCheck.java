// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

import org.xsplice.errno.Errno;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.LivepatchLog;
import org.xsplice.machine.Memory;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Message;
import org.xsplice.profile.Profile;
import org.xsplice.state.Flag;

/**
 * Whether a virtual CPU waits with its stack put aside, where patched code may be on it: reads the guest's domains. Models
 * xen/arch/x86/livepatch.c:arch_livepatch_safety_check. The offsets are those of the embedded guest; a Xen image has no
 * domains here.
 */
final class SafetyCheck {
    private static final int NEXT_IN_LIST = 8;
    private static final int[] QUEUES = {16, 24, 32};

    private final Memory memory;
    private final LivepatchLog log;
    private final long domainList;
    private final Flag domainWaits;

    SafetyCheck(Hypervisor hypervisor, Profile profile, LivepatchLog log) {
        memory = hypervisor.memory();
        this.log = log;
        domainWaits = hypervisor.state().flag("trouble.domainWaits", false);
        domainList = profile.has(Feature.WAIT_QUEUES_CHECKED)
                ? hypervisor.symbols().plain("domain_list").orElse(0L)
                : 0;
    }

    /** Makes a domain without its own memory wait, or ends that. */
    void setDomainWaits(boolean waits) {
        domainWaits.set(waits);
    }

    /** Returns 0, or the negated EBUSY. */
    int check() {
        if (domainWaits.get()) {
            log.print(Message.ACTIVE_WAITQUEUE, "d0");
            return Errno.EBUSY.rc();
        }
        long domain = domainList == 0 ? 0 : memory.readLong(domainList);
        for (; domain != 0; domain = memory.readLong(domain + NEXT_IN_LIST)) {
            for (int queue : QUEUES) {
                if (active(memory.readLong(domain + queue))) {
                    log.print(Message.ACTIVE_WAITQUEUE, "d" + (memory.readInt(domain) & 0xffff));
                    return Errno.EBUSY.rc();
                }
            }
        }
        return 0;
    }

    /** Models {@code has_active_waitqueue}: a list that is there, has been initialised and is not empty. */
    private boolean active(long vmEventDomain) {
        long first = vmEventDomain == 0 ? 0 : memory.readLong(vmEventDomain);
        return first != 0 && first != vmEventDomain;
    }
}
