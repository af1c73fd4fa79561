// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import java.util.List;
import java.util.Optional;
import org.xsplice.chance.Chance;

/** Lets the CPUs of a scheduler do what activities say. */
final class Activities {
    private final Scheduler scheduler;
    private final Errands errands;

    Activities(Scheduler scheduler, Errands errands) {
        this.scheduler = scheduler;
        this.errands = errands;
    }

    /** Begins activities; each draws one seed from {@code chance}, and then only from that seed. */
    void begin(List<Activity> activities, Chance chance) {
        for (Activity activity : activities) {
            Chance own = new Chance(chance.nextLong());
            long due = scheduler.clock().now() + activity.phase().draw(own);
            errands.give(new Errand.Begin(due, activity, own.state()));
        }
    }

    /** Does what is due, and what that makes due. */
    void doWhatIsDue() {
        for (Optional<Errand> due = take(); due.isPresent(); due = take()) {
            if (due.get() instanceof Errand.Begin begin) {
                begin(begin);
            } else if (due.get() instanceof Errand.Wake wake) {
                scheduler.wakeVirtualCpu(wake.cpu());
            }
        }
    }

    private Optional<Errand> take() {
        return errands.takeDue(scheduler.clock().now());
    }

    private void begin(Errand.Begin errand) {
        Activity activity = errand.activity();
        Chance chance = new Chance(errand.chance());
        long lasts = activity.lasts().draw(chance);
        Optional<Long> pause = activity.every().map(every -> every.draw(chance));
        if (lasts > 0 || !activity.doing().lasts()) {
            act(activity.cpu(), activity.doing(), lasts);
        }
        pause.ifPresent(ns -> errands.give(new Errand.Begin(errand.due() + Math.max(1, ns), activity, chance.state())));
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
                    errands.give(new Errand.Wake(scheduler.clock().now() + lasts, cpu));
                }
            }
        }
    }
}
