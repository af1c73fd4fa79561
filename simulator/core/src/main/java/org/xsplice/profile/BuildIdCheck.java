// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.profile;

/** The forms that {@code xen_build_id_check} (xen/common/version.c) has had. */
public enum BuildIdCheck {
    /**
     * As in version 9 of the 2016 series: type, then size; the overflow test compares a 32-bit sum with
     * {@code UINT_MAX} and so never fires; the name's size must be exactly 4; the end is computed with a sum that may
     * have wrapped.
     */
    SEED_V9,
    /** As in version 10 of the 2016 series: type, then size, then a real overflow test; the name's size is 4 or more. */
    SEED_V10,
    /** As in 4.17: callers have made sure of the size, otherwise like version 10. */
    XEN_4_17
}
