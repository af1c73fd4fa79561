// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Words and lines for people: the nearest known word to a wrong one, where lines break, how they look, durations, and places in
 * files.
 *
 * <pre>{@code
 * NearMiss.of("helo", List.of("hello", "bye")); // "hello"
 * }</pre>
 */
package org.xsplice.text;
