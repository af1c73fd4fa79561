// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import java.util.Optional;
import org.xsplice.chance.Chance;

/** Lets the CPUs of a scheduler do what activities say. */
final class Workload {
    private final Scheduler scheduler;
    private final Errands errands;

    Workload(Scheduler scheduler, Errands errands) {
        this.scheduler = scheduler;
        this.errands = errands;
    }

    /** Begins an activity; its draws depend on nothing but the seed of {@code chance}. */
    void begin(Activity activity, Chance chance) {
        next(activity, chance, scheduler.clock().now() + activity.phase().draw(chance));
    }

    private void next(Activity activity, Chance chance, long due) {
        errands.at(due, () -> {
            long lasts = activity.lasts().draw(chance);
            Optional<Long> pause = activity.every().map(every -> every.draw(chance));
            if (lasts > 0 || !activity.doing().lasts()) {
                act(activity.cpu(), activity.doing(), lasts);
            }
            pause.ifPresent(ns -> next(activity, chance, due + Math.max(1, ns)));
        });
    }

    private void act(int cpu, Doing doing, long lasts) {
        switch (doing) {
            case STOLEN -> scheduler.steal(cpu, lasts);
            case NMI -> scheduler.nmi(cpu);
            case OFFLINE -> scheduler.plug(cpu, false, lasts);
            case ONLINE -> scheduler.plug(cpu, true, lasts);
            default -> {
                boolean begun = scheduler.postHypercall(cpu, doing.hypercall().orElseThrow(), doing.argument(lasts));
                if (begun && doing == Doing.WAITQUEUE) {
                    errands.at(scheduler.clock().now() + lasts, () -> scheduler.wakeVirtualCpu(cpu));
                }
            }
        }
    }
}
