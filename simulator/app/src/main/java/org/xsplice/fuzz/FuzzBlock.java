// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import java.util.Collections;
import java.util.List;
import org.xsplice.chance.Chance;
import org.xsplice.profile.Profile;

/**
 * Cases of one kind that follow from each other: they have one stream of choices and, if they are payloads, one host while it
 * lives and is clean. So each can be seen again by going through the block up to it.
 */
final class FuzzBlock implements AutoCloseable {
    private final CaseSource source;
    private long next;

    FuzzBlock(FuzzPlan plan, long index) {
        source = source(plan, index);
        next = index * FuzzPlan.BLOCK;
    }

    private static CaseSource source(FuzzPlan plan, long index) {
        Chance chance = new Chance(new Chance(plan.seed()).nextLong() + index);
        if (plan.sweep()) {
            return new SweptCases(plan.targets(), plan.profiles().get(0));
        }
        List<FuzzKind> kinds = plan.turns();
        FuzzKind kind = turn(kinds, index);
        long ofItsKind = before(kinds, kind, index);
        Profile profile = turn(plan.profiles(), ofItsKind);
        FuzzTarget target = turn(plan.targets(), ofItsKind / plan.profiles().size());
        return switch (kind) {
            case PAYLOADS -> new PayloadCases(target, profile, plan.judged(), chance);
            case IMAGES -> new ImageCases(target, profile, chance);
            case SCENARIOS -> new ScenarioCases(plan.commands(), chance);
            case CHOICES -> new ChoiceCases(plan.commands(), chance);
            case BOOTFILES -> new BootFileCases(plan.commands(), target, chance);
        };
    }

    /** Returns how many blocks of a kind there are before one. */
    private static long before(List<FuzzKind> kinds, FuzzKind kind, long index) {
        List<FuzzKind> begun = kinds.subList(0, (int) (index % kinds.size()));
        return index / kinds.size() * Collections.frequency(kinds, kind) + Collections.frequency(begun, kind);
    }

    private static <T> T turn(List<T> all, long index) {
        return all.get((int) (index % all.size()));
    }

    /** Returns the number of the next case. */
    long next() {
        return next;
    }

    /** Damages the next input; {@link FuzzCase#run} must follow. */
    FuzzCase prepare() {
        return source.prepare(next++);
    }

    @Override
    public void close() {
        source.close();
    }
}
