// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane;

/**
 * How a call of a guest function ended.
 *
 * @param result RAX where it returned
 */
public record CallReply(Outcome outcome, long result) {}
