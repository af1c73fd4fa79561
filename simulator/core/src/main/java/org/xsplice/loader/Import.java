// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

/** A symbol that a payload uses and another payload provides. */
public record Import(String name, long address) {}
