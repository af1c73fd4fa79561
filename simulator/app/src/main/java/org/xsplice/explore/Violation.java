// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

/**
 * What went wrong.
 *
 * @param property name of the property that does not hold
 * @param what happened, for people
 */
public record Violation(String property, String what) {}
