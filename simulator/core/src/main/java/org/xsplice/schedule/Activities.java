// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import java.util.List;
import java.util.Optional;
import org.xsplice.chance.Chance;
import org.xsplice.time.Duration;
import org.xsplice.time.VirtualTime;

/** Lets the CPUs of a scheduler do what activities say. */
final class Activities {
    /** From one beginning to the next. */
    private static final Duration SHORTEST = Duration.ofNanos(1);

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
            VirtualTime due = scheduler.clock().now().plus(activity.phase().draw(own));
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
        Duration lasts = activity.lasts().draw(chance);
        Optional<Duration> pause = activity.every().map(every -> every.draw(chance));
        if (!lasts.isZero() || !activity.doing().lasts()) {
            act(activity.cpu(), activity.doing(), lasts);
        }
        pause.ifPresent(every ->
                errands.give(new Errand.Begin(errand.due().plus(every.max(SHORTEST)), activity, chance.state())));
    }

    private void act(int cpu, Doing doing, Duration lasts) {
        switch (doing) {
            case STOLEN -> scheduler.steal(cpu, lasts);
            case NMI -> scheduler.nmi(cpu);
            case OFFLINE -> scheduler.plug(cpu, false, lasts);
            case ONLINE -> scheduler.plug(cpu, true, lasts);
            default -> {
                boolean begun = scheduler.postHypercall(cpu, doing.hypercall().orElseThrow(), doing.argument(lasts));
                if (begun && doing == Doing.WAITQUEUE) {
                    errands.give(new Errand.Wake(scheduler.clock().now().plus(lasts), cpu));
                }
            }
        }
    }
}
