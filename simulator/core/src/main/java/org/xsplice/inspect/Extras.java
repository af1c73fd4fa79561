// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import java.util.List;

/**
 * What else is in a payload.
 *
 * @param alternatives how many entries {@code .altinstructions} has
 * @param exceptions how many entries {@code .ex_table} has
 * @param bugFrames how many entries {@code .bug_frames.0} to {@code .3} have
 * @param modinfo the strings of {@code .modinfo}
 */
public record Extras(long alternatives, long exceptions, List<Long> bugFrames, List<String> modinfo) {}
