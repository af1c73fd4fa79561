// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

/**
 * How orders are searched.
 *
 * @param runs how many orders are tried; of no meaning to an exhaustive search
 * @param depth of PCT: how many choices must fall right for the violation that is looked for
 * @param seed from which all chance comes
 * @param budget how much may be remembered
 * @param reduction whether orders that differ only in what does not matter are passed over
 */
public record ExplorePlan(Mode mode, long runs, int depth, long seed, Budget budget, boolean reduction) {
    /** Which orders are tried. */
    public enum Mode {
        /** All. */
        EXHAUSTIVE,
        /** Some, each choice at random. */
        RANDOM,
        /** Some, by priorities that change now and then: Burckhardt et al., ASPLOS 2010. */
        PCT
    }
}
