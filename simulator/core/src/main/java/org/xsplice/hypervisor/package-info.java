// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * A hypervisor image brought to life in a machine: its symbols, build-id, memory regions and console, calls of its
 * functions, and the one way its text is written.
 */
package org.xsplice.hypervisor;
