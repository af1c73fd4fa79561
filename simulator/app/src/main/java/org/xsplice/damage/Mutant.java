// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import java.util.List;

/**
 * A payload that was damaged at random.
 *
 * @param file its bytes
 * @param changes what was done, one sentence each, in order
 */
public record Mutant(byte[] file, List<String> changes) {}
