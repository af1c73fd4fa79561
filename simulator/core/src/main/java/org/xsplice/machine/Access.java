// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine;

/** What a memory access wants to do. */
public enum Access {
    READ,
    WRITE,
    EXECUTE
}
