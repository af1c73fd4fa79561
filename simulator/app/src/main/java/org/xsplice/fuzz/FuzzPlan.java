// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;

/**
 * How much is damaged.
 *
 * @param targets hypervisors that are damaged, or whose payloads are, in turn
 * @param profiles the releases whose loader payloads meet, in turn
 * @param commands what the program is asked to do with damaged files
 * @param kinds what is damaged; not empty
 * @param seed from which everything follows; equal plans do the same, whatever the number of workers
 * @param cases how many files are damaged
 * @param workers how many threads do it
 * @param judged whether Xen's own code, in a real image, decides about payloads too; the release must be that of the image then
 * @param sweep whether the files are the hypervisors' with each field of each header at each border, and nothing else
 */
public record FuzzPlan(
        List<FuzzTarget> targets,
        List<Profile> profiles,
        TestedCommands commands,
        Set<FuzzKind> kinds,
        long seed,
        long cases,
        int workers,
        boolean judged,
        boolean sweep) {
    /** How many cases share a host, as long as it lives. A case can be repeated only with those before it in its block. */
    static final int BLOCK = 250;

    /** Returns the plan that gives each field of each header of the hypervisors each border value. */
    public static FuzzPlan sweep(List<FuzzTarget> targets, int workers) {
        long cases =
                targets.stream().mapToLong(target -> target.fields().size()).sum();
        TestedCommands none = new TestedCommands(
                () -> {
                    throw new IllegalStateException("a sweep runs no command");
                },
                List.of(),
                List.of());
        return new FuzzPlan(
                targets, List.of(Profiles.XEN_4_17), none, EnumSet.of(FuzzKind.IMAGES), 0, cases, workers, false, true);
    }

    /** Returns the kinds in the order in which blocks take turns. */
    List<FuzzKind> turns() {
        return FuzzKind.turns(EnumSet.copyOf(kinds));
    }
}
