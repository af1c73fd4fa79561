// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.compare;

import java.util.Optional;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.profile.Profile;
import org.xsplice.time.Duration;

/**
 * How much is compared.
 *
 * @param image whose own code is to agree with the model
 * @param modelled what the model follows
 * @param seed from which everything follows; equal plans do the same, whatever the number of jobs
 * @param cases how many scenarios, at most
 * @param time after how long no new one is begun
 * @param jobs how many threads
 * @param coverage whether the blocks of the image's code are counted
 */
public record ComparePlan(
        HypervisorImage image,
        Profile modelled,
        long seed,
        long cases,
        Optional<Duration> time,
        int jobs,
        boolean coverage,
        KnownDisagreements known) {}
