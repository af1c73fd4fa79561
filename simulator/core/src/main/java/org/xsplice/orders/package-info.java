// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Orders of events that somebody else chooses: what can come next ({@link org.xsplice.orders.Choice}), what a step has touched
 * ({@link org.xsplice.orders.Footprint}), and whether two states are the same. Searches and replays are built on it.
 *
 * <pre>{@code
 * Orders orders = plane.orders(Freedom.NONE, witness);
 * while (!orders.choices().isEmpty()) {
 *     Footprint touched = orders.take(orders.choices().get(0));
 * }
 * }</pre>
 */
package org.xsplice.orders;
