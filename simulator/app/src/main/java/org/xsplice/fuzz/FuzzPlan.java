// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import java.util.List;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;

/**
 * How much is damaged.
 *
 * @param targets what is damaged, in turn
 * @param profiles the releases whose loader it meets, in turn
 * @param seed from which everything follows; equal plans do the same, whatever the number of workers
 * @param cases how many files are damaged
 * @param workers how many threads do it
 * @param imageOneIn one file in this many, on average, is the hypervisor's; 0 for none
 * @param judged whether Xen's own code, in a real image, decides too; the release must be that of the image then
 * @param sweep whether the files are the hypervisors' with each field of each header at each border, and nothing else
 */
public record FuzzPlan(
        List<FuzzTarget> targets,
        List<Profile> profiles,
        long seed,
        long cases,
        int workers,
        int imageOneIn,
        boolean judged,
        boolean sweep) {
    /** How many cases share a host, as long as it lives. A case can be repeated only with those before it in its block. */
    static final int BLOCK = 250;

    /** Returns the plan that gives each field of each header of the hypervisors each border value. */
    public static FuzzPlan sweep(List<FuzzTarget> targets, int workers) {
        long cases =
                targets.stream().mapToLong(target -> target.fields().size()).sum();
        return new FuzzPlan(targets, List.of(Profiles.XEN_4_17), 0, cases, workers, 1, false, true);
    }
}
