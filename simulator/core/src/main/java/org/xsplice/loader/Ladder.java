// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.xsplice.profile.LoadStep;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Check;

/**
 * The checks that a release makes of an upload, in its order. No order stands here: the release says which steps it takes
 * ({@link Profile#loadSteps}), each step declares its checks beside its code ({@link Rungs}), and the ladder is what comes
 * of it.
 *
 * <p>Checks that are made of one thing, for example a section, before any of them is made of the next, are one stage. How
 * far an upload has come is therefore told by three numbers: the stage; within it, which one of several things; and the
 * check that was made of that ({@link #compare}).
 *
 * <p>{@link LoadContext#checks} looks each part up here when it is made, and {@link Progress} refuses one that stands
 * before what was made last: a step whose code does not follow its declaration is a bug of the simulator that any upload
 * shows. {@code inspect} shows the ladder to users, and compares payloads before and after they are mended.
 */
public final class Ladder {
    /**
     * A part of a ladder: what the release makes of some rungs.
     *
     * @param indexes where in the part each check is, by its ordinal; {@link #NOT_MADE}; or {@link #UNDECLARED}
     */
    record Part<T>(List<Rung<T>> rungs, int firstStage, int lastStage, int... indexes) {}

    /** The step has declared the check, and this release does not make it. */
    static final int NOT_MADE = -1;

    /** The step has not declared the check, for any release. */
    static final int UNDECLARED = -2;

    private final Profile profile;
    private final List<Check> checks = new ArrayList<>();
    private final List<Integer> stages = new ArrayList<>();
    private final Map<Rungs<?>, Part<?>> parts = new IdentityHashMap<>();
    private int stage;

    private Ladder(Profile profile) {
        this.profile = profile;
        add(UploadRequest.RUNGS);
        for (LoadStep step : profile.loadSteps()) {
            declared(step).forEach(this::add);
        }
    }

    /** Makes the ladder of a release. Whoever loads payloads keeps it: it is the same for all of them. */
    public static Ladder of(Profile profile) {
        return new Ladder(profile);
    }

    private static List<Rungs<?>> declared(LoadStep step) {
        return switch (step) {
            case ELF_LOAD -> ElfLoad.RUNGS;
            case CHECK_XEN_BUILD_ID -> CheckXenBuildId.RUNGS;
            case MOVE_PAYLOAD -> MovePayload.RUNGS;
            case RESOLVE_SYMBOLS -> ResolveSymbols.RUNGS;
            case PERFORM_RELOCS -> PerformRelocs.RUNGS;
            case CHECK_SPECIAL_SECTIONS -> SectionChecks.SPECIAL;
            case CHECK_PATCHING_SECTIONS -> SectionChecks.PATCHING;
            case PREPARE_FUNCTIONS -> PrepareFunctions.RUNGS;
            case PREPARE_HOOKS -> PrepareHooks.RUNGS;
            case PREPARE_NOTES -> PrepareNotes.RUNGS;
            case PREPARE_BUG_FRAMES -> PrepareBugFrames.RUNGS;
            case PREPARE_ALTERNATIVES -> PrepareAlternatives.RUNGS;
            case PREPARE_ALTERNATIVE_CALLS -> PrepareAlternativeCalls.RUNGS;
            case PREPARE_EXCEPTION_TABLE -> PrepareExceptionTable.RUNGS;
            case PREPARE_METADATA -> PrepareMetadata.RUNGS;
            case XEN_BUILD_ID_DEP -> XenBuildIdDep.RUNGS;
            case BUILD_SYMBOL_TABLE -> BuildSymbolTable.RUNGS;
            case SECURE_PAYLOAD -> List.of();
        };
    }

    private <T> void add(Rungs<T> rungs) {
        if (!rungs.continued()) {
            stage++;
        }
        int first = stage;
        List<Rung<T>> made = rungs.of(profile);
        int[] indexes = new int[Check.values().length];
        Arrays.fill(indexes, UNDECLARED);
        rungs.declared(profile).forEach(rung -> indexes[rung.check().ordinal()] = NOT_MADE);
        for (int i = 0; i < made.size(); i++) {
            if (rungs.oneByOne() && i > 0) {
                stage++;
            }
            Check check = made.get(i).check();
            indexes[check.ordinal()] = i;
            checks.add(check);
            stages.add(stage);
        }
        parts.put(rungs, new Part<>(made, first, stage, indexes));
    }

    /** Returns the release. */
    Profile profile() {
        return profile;
    }

    /** Returns the checks, the first one first. */
    public List<Check> checks() {
        return Collections.unmodifiableList(checks);
    }

    /**
     * Compares how far two uploads have come.
     *
     * @param item which one of several things the check was made of
     * @return negative if the first was stopped earlier, positive if later
     */
    public int compare(Check check, long item, Check otherCheck, long otherItem) {
        int first = indexOf(check);
        int second = indexOf(otherCheck);
        int byStage = Integer.compare(stages.get(first), stages.get(second));
        int byItem = byStage != 0 ? byStage : Long.compare(item, otherItem);
        return byItem != 0 ? byItem : Integer.compare(first, second);
    }

    /** Returns the number of a check on the ladder, from 0 on. */
    public int indexOf(Check check) {
        int index = checks.indexOf(check);
        if (index < 0) {
            throw new IllegalArgumentException(profile.name() + " does not make the check " + check);
        }
        return index;
    }

    /**
     * Returns the part that some rungs are.
     *
     * @throws IllegalArgumentException if no step has declared them
     */
    @SuppressWarnings("unchecked") // as they were put in
    <T> Part<T> part(Rungs<T> rungs) {
        Part<?> found = parts.get(rungs);
        if (found == null) {
            throw new IllegalArgumentException("no step of " + profile.name() + " has declared "
                    + rungs.of(profile).stream().map(Rung::check).toList());
        }
        return (Part<T>) found;
    }
}
