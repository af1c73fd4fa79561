// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.profile;

/** What {@code prepare_payload} does with each entry of the function section, in an order that releases choose. */
public enum FunctionCheck {
    /** The version field must be the layout's. */
    VERSION,
    /** 4.14 and newer: {@code old_size} must not be 0. */
    OLD_SIZE_ZERO,
    /** 2016: neither {@code new_addr} nor {@code new_size} may be 0. */
    NEW_ADDR_OR_SIZE_ZERO,
    /** {@code resolve_old_address}: an {@code old_addr} of 0 is looked up by name. */
    RESOLVE_OLD_ADDRESS,
    /** {@code arch_livepatch_verify_func}. */
    VERIFY_FUNC,
    /** {@code livepatch_verify_distance}. */
    VERIFY_DISTANCE
}
