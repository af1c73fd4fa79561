// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import java.util.List;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;

/**
 * How much is damaged.
 *
 * @param targets what is damaged, in turn
 * @param seed from which everything follows; equal plans do the same, whatever the number of workers
 * @param cases how many files are damaged
 * @param workers how many threads do it
 * @param imageOneIn one file in this many, on average, is the hypervisor's; 0 for none
 * @param judged whether Xen's own code, in a real image, decides too; only releases that it is of are tried then
 */
public record FuzzPlan(List<FuzzTarget> targets, long seed, long cases, int workers, int imageOneIn, boolean judged) {
    /** How many cases share a host, as long as it lives. A case can be repeated only with those before it in its block. */
    static final int BLOCK = 250;

    List<Profile> profiles() {
        return judged ? List.of(Profiles.XEN_4_17) : Profiles.dialects();
    }
}
