// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Which basic blocks of a hypervisor's live-patching functions have been executed: found in the image's own text, counted
 * while CPUs run, shown as a table and as a file for lcov.
 */
package org.xsplice.coverage;
