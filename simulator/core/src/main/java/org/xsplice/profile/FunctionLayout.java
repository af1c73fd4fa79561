// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.profile;

/**
 * Layout of one entry of the function section: {@code struct livepatch_func} (xen/include/public/sysctl.h), or
 * {@code struct xsplice_patch_func} before it. All releases agree on the first 33 bytes.
 *
 * @param size of one entry, in bytes
 * @param version value that the version field must have
 * @param expectation whether an entry ends in a {@code livepatch_expectation_t}
 */
public record FunctionLayout(int size, int version, boolean expectation) {
    public static final int NAME = 0;
    public static final int NEW_ADDR = 8;
    public static final int OLD_ADDR = 16;
    public static final int NEW_SIZE = 24;
    public static final int OLD_SIZE = 28;
    public static final int VERSION = 32;
    /** Where {@code opaque} is, in the layout of version 1, and of version 2 before 82182ad7b4. */
    public static final int OPAQUE = 33;
    /** Where {@code applied} is, in the layout of version 2 before 82182ad7b4. */
    public static final int APPLIED = 64;
    /** Where {@code patch_offset} is, in the same. */
    public static final int PATCH_OFFSET = 65;
    /** Where {@code expect} is, in layouts that have it. */
    public static final int EXPECT = 72;
    /** {@code LIVEPATCH_OPAQUE_SIZE}: bytes that can be saved of an old function, and that an expectation can hold. */
    public static final int OPAQUE_SIZE = 31;

    public static final FunctionLayout VERSION_1 = new FunctionLayout(64, 1, false);
    public static final FunctionLayout VERSION_2 = new FunctionLayout(104, 2, true);
}
