// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import java.util.List;

/**
 * One case, seen again.
 *
 * @param outcome what came of it, or the bug it has found
 * @param good whether it is no bug
 */
public record CaseReplay(byte[] file, List<String> changes, String outcome, boolean good) {}
