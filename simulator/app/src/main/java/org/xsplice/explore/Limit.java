// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

/** What of its {@link Budget} ends a search before it has seen all. */
public enum Limit {
    /** It has seen all, or found a violation. */
    NONE,
    /** No more states may be remembered. */
    STATES,
    /** What remembers states may take no more memory. */
    MEMORY,
    /** Its {@link org.xsplice.time.TimeLimit} is over. */
    TIME
}
