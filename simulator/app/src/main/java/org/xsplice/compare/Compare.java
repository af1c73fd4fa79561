// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.compare;

import static org.xsplice.text.Formats.format;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.xsplice.coverage.Coverage;
import org.xsplice.jobs.Jobs;
import org.xsplice.plane.both.Disagreement;
import org.xsplice.time.Duration;
import org.xsplice.time.TimeLimit;

/**
 * Makes many random cases, has both planes do each, and reports where they differ: what {@code ./xsplice compare} does.
 *
 * <p>A case is a payload or several and what is asked of the hypervisor, made by {@link CaseMaker} from the seed and the
 * case's number alone. So any case can be made again, and the differences do not depend on how many jobs share the work. {@link
 * CasePlayer} plays it on {@code BothPlanes}; the first difference ends the case.
 *
 * <p>Differences that {@code KnownDisagreements} explains are counted only. The others are sorted into kinds, by operation and field. Of
 * each kind the first case is kept, and {@link Shrinker} takes away from it what the difference does not need. The result
 * becomes a scenario with its payloads, which a person can run.
 */
public final class Compare {
    /** So many kinds of differences are reduced and told; more are not looked at before these are mended. */
    private static final int KINDS_MAX = 10;

    private final ComparePlan plan;
    private final TimeLimit limit;
    private final Target target;
    private final CaseMaker maker;
    private final long start = System.nanoTime();
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong done = new AtomicLong();

    private Compare(ComparePlan plan, TimeLimit limit) {
        this.plan = plan;
        this.limit = limit;
        target = Target.of(plan.image(), plan.modelled());
        maker = new CaseMaker(target, plan.seed());
    }

    /**
     * Makes as many cases as the plan says, and has both planes do them.
     *
     * @param progress is called now and then with how many cases are done
     * @throws org.xsplice.hypervisor.ImageException if the image cannot be used
     * @throws org.xsplice.plane.xen.UnknownBuildException if its own code cannot be run
     * @throws org.xsplice.engine.MissingEngineException if an engine cannot be had
     */
    public static CompareReport run(ComparePlan plan, LongConsumer progress) {
        return run(plan, TimeLimit.NONE, progress);
    }

    /** Has both planes do cases, as {@link #run(ComparePlan, LongConsumer)}, as long as there is time. */
    public static CompareReport run(ComparePlan plan, TimeLimit limit, LongConsumer progress) {
        return new Compare(plan, limit).run(progress);
    }

    private CompareReport run(LongConsumer progress) {
        OutcomeMix mix = new OutcomeMix();
        Coverage coverage = new Coverage();
        Map<String, Kind> kinds = new TreeMap<>();
        long known = 0;
        for (Share share : work(progress)) {
            mix.add(share.mix);
            share.coverage.ifPresent(coverage::add);
            share.kinds.forEach((name, kind) -> kinds.merge(name, kind, Kind::with));
            known += share.known;
        }
        return new CompareReport(
                done.get(),
                mix,
                known,
                kinds.values().stream().mapToLong(Kind::times).sum(),
                reduce(kinds.values()),
                coverage,
                Duration.ofNanos(System.nanoTime() - start));
    }

    /**
     * Differences of one kind: of all of them the first is kept, however many there are.
     *
     * @param number of the first case
     * @param times how many cases
     */
    private record Kind(long number, long times, Disagreement first) {
        Kind with(Kind more) {
            Kind earlier = number < more.number ? this : more;
            return new Kind(earlier.number, times + more.times, earlier.first);
        }
    }

    /** What one job has done. */
    private final class Share {
        private final OutcomeMix mix = new OutcomeMix();
        private final Map<String, Kind> kinds = new TreeMap<>();
        private long known;
        private final Optional<Coverage> coverage;

        Share(boolean coverage) {
            this.coverage = coverage ? Optional.of(new Coverage()) : Optional.empty();
        }

        void differs(long number, Disagreement difference) {
            if (plan.known().explain(difference)) {
                known++;
            } else {
                kinds.merge(kind(difference), new Kind(number, 1, difference), Kind::with);
            }
        }
    }

    private List<Share> work(LongConsumer progress) {
        try (Jobs jobs = new Jobs("compare", plan.jobs())) {
            return jobs.each(number -> share(jobs, progress));
        }
    }

    private Share share(Jobs jobs, LongConsumer progress) {
        Share share = new Share(plan.coverage());
        try (Hosts hosts = new Hosts(target, plan.modelled(), share.coverage)) {
            while (jobs.goesOn() && !late()) {
                long number = next.getAndIncrement();
                if (number >= plan.cases()) {
                    break;
                }
                CaseRun run = play(maker.make(number), hosts);
                run.steps().forEach(share.mix::add);
                run.difference().ifPresent(d -> share.differs(number, d));
                synchronized (progress) {
                    progress.accept(done.incrementAndGet());
                }
            }
        }
        return share;
    }

    private boolean late() {
        return limit.over()
                || plan.time().isPresent()
                        && System.nanoTime() - start > plan.time().get().nanos();
    }

    private CaseRun play(CompareCase wanted, Hosts hosts) {
        try {
            return CasePlayer.play(wanted, target, hosts);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(format("case %d of seed %d: %s", wanted.number(), plan.seed(), e), e);
        }
    }

    private List<FoundDifference> reduce(Collection<Kind> kinds) {
        List<Kind> first = kinds.stream()
                .sorted(Comparator.comparingLong(Kind::number))
                .limit(KINDS_MAX)
                .toList();
        try (Hosts hosts = new Hosts(target, plan.modelled(), Optional.empty())) {
            return first.stream().map(kind -> reduce(kind, hosts)).toList();
        }
    }

    private FoundDifference reduce(Kind found, Hosts hosts) {
        String kind = kind(found.first());
        CompareCase smallest = Shrinker.shrink(
                maker.make(found.number()),
                smaller -> play(smaller, hosts).difference().map(Compare::kind).equals(Optional.of(kind)));
        CaseRun run = play(smallest, hosts);
        CompareCase cut =
                smallest.withSteps(smallest.steps().subList(0, run.steps().size() + 1));
        return new FoundDifference(
                found.number(), found.times(), run.difference().orElseThrow(), new CaseFiles(cut, target, run));
    }

    /** Two differences are of one kind where the same operation differs in the same. */
    private static String kind(Disagreement difference) {
        String verb = difference.operation().replaceAll(" .*", "");
        return verb + ' ' + difference.field().replaceAll("\\b[0-9a-f]{16}\\b.*", "");
    }
}
