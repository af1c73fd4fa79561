// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * The one source of randomness: every random choice is made here, from one seed, and can be repeated.
 *
 * <pre>{@code
 * Chance chance = new Chance(7);
 * int cpu = chance.below(4); // 0 to 3; the same for seed 7, always
 * }</pre>
 */
package org.xsplice.chance;
