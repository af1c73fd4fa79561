// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * A payload's way into the hypervisor: header, sections, symbols, relocations, notes and special sections, each checked
 * in the hypervisor's order and with its words.
 */
package org.xsplice.loader;
