// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.xen;

import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.machine.Memory;
import org.xsplice.plane.Trouble;
import org.xsplice.state.Flag;
import org.xsplice.state.Num;
import org.xsplice.state.Ref;

/** Puts Xen's own code in trouble: others hold a lock, memory runs out, a domain waits. */
final class Troubles {
    private final Hypervisor hypervisor;
    private final long domainList;
    private final Ref<Trouble> now;
    /** The domain that waits, once there is one; else 0. */
    private final Num domain;
    /** Whether somebody holds the lock of the payloads just now. */
    private final Flag lockTaken;

    Troubles(Hypervisor hypervisor) {
        this.hypervisor = hypervisor;
        BuildSymbols symbols = new BuildSymbols(hypervisor.image());
        domainList = symbols.require("domain_list");
        now = hypervisor.state().value("trouble", Trouble.of(Trouble.Kind.NONE));
        domain = hypervisor.state().number("trouble.domain", 0);
        lockTaken = hypervisor.state().flag("trouble.lockTaken", false);
        hypervisor.bridge(
                symbols.require("get_cpu_maps"), cpu -> 0, () -> now.get().kind() == Trouble.Kind.CPU_MAPS);
        hypervisor.bridge(symbols.require("_spin_trylock"), cpu -> 0, lockTaken::get);
    }

    /** Switches on this trouble, and all others off. */
    void cause(Trouble wanted) {
        now.set(wanted);
        hypervisor.allocations().failAt(wanted.number());
        hypervisor.memory().writeLong(domainList, wanted.kind() == Trouble.Kind.WAIT_QUEUE ? waitingDomain() : 0);
    }

    /** Does something that asks for the lock of the payloads, and does not get it where another CPU is to hold it. */
    void withLock(Runnable body) {
        if (now.get().kind() == Trouble.Kind.PAYLOAD_LOCK) {
            now.set(Trouble.of(Trouble.Kind.NONE));
            lockTaken.set(true);
        }
        try {
            body.run();
        } finally {
            lockTaken.set(false);
        }
    }

    /** Returns a domain with a wait queue that is not empty. There is no next one. */
    private long waitingDomain() {
        if (domain.get() != 0) {
            return domain.get();
        }
        Memory memory = hypervisor.memory();
        WaitQueueOffsets offsets = WaitQueueOffsets.of(hypervisor.image());
        long made = hypervisor.heap().allocate(2L * Memory.PAGE_SIZE);
        long events = made + Memory.PAGE_SIZE;
        memory.writeLong(made + offsets.events(), events);
        memory.writeLong(events + offsets.queue(), made);
        domain.set(made);
        return made;
    }
}
