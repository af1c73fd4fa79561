// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf.build;

/**
 * One entry of the function section.
 *
 * @param name of the old function; looked up where {@code oldAddr} is {@link Address#NULL}
 * @param newAddr {@link Address#NULL} for NOPs
 * @param newSize of the new function or of the NOPs, in bytes; unsigned
 * @param oldSize of the old function, in bytes; unsigned
 */
public record FunctionEntry(
        String name, Address newAddr, Address oldAddr, int newSize, int oldSize, ExpectedBytes expectation) {}
