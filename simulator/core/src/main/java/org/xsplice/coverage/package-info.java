// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Which basic blocks of a hypervisor's live-patching functions have been executed: found in the image's own text, counted
 * while CPUs run, and shown as a table and as a file for lcov.
 *
 * <pre>{@code
 * Coverage coverage = new Coverage();
 * coverage.follow(image, machine); // before the machine runs
 * List<FunctionCoverage> functions = coverage.functions();
 * }</pre>
 */
package org.xsplice.coverage;
