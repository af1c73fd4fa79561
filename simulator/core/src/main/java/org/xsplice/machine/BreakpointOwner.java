// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine;

/**
 * Who sets breakpoints. Several owners may set one at the same address; each removes its own only.
 *
 * @param name what people call it; two owners of one name are the same
 */
public record BreakpointOwner(String name) {
    @Override
    public String toString() {
        return name;
    }
}
