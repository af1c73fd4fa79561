// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

/**
 * A symbol of a loaded payload: {@code struct livepatch_symbol} (xen/include/xen/livepatch.h).
 *
 * @param name at most 127 characters of it
 * @param newSymbol whether others may use it; false where it is the new body of a patched function
 */
public record PayloadSymbol(String name, long value, int size, boolean newSymbol) {}
