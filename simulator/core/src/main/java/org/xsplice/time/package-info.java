// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Moments and lengths of time in the simulated machine. Both count nanoseconds, and neither can be taken for the other:
 *
 * <pre>{@code
 * VirtualTime deadline = clock.now().plus(Duration.ofMillis(30));
 * Duration left = deadline.since(clock.now());
 * }</pre>
 */
package org.xsplice.time;
