// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import java.util.OptionalLong;

/**
 * A section of a payload.
 *
 * @param type {@code sh_type}
 * @param flags {@code sh_flags}
 * @param offset in the file, unsigned
 * @param size in bytes, unsigned
 * @param address where it was loaded; nothing where it was not, or the hypervisor did not come that far
 */
public record PayloadSection(
        int index,
        String name,
        int type,
        long flags,
        long offset,
        long size,
        long align,
        Destination destination,
        OptionalLong address) {

    boolean contains(long at) {
        return address.isPresent() && Long.compareUnsigned(at - address.getAsLong(), size) < 0;
    }
}
