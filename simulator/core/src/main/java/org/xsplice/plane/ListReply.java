// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane;

import java.util.List;

/**
 * What LIST returned.
 *
 * @param outcome number of entries, or a negated error number
 * @param entries in the order of their upload
 * @param remaining how many come after them
 * @param version changes with each upload and unload
 */
public record ListReply(Outcome outcome, List<PayloadStatus> entries, int remaining, int version) {}
