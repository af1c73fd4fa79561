// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import java.util.Optional;
import org.xsplice.time.Duration;

/**
 * What a search has found.
 *
 * @param exhausted whether there is no other order
 * @param limit what of the budget has ended the search
 * @param why it is not, where it is not; for people
 * @param states different states of the machine, the rendezvous and the scenario
 * @param left those of which not all ways on were followed, because the budget did not allow it; they are as many choices
 *     from the start as the depth, or one more
 * @param transitions choices taken
 * @param instructions that the guest has executed
 * @param depth the most choices in one order
 * @param runs how many orders were followed to their end; 0 where states were searched
 */
public record ExploreReport(
        Optional<Counterexample> counterexample,
        boolean exhausted,
        Limit limit,
        String why,
        long states,
        long left,
        long transitions,
        long instructions,
        int depth,
        long runs,
        Duration took) {}
