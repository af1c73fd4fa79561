// SPDX-License-Identifier: GPL-2.0-or-later
/** Runs a scenario over CPUs, timeouts and loads, and tells how often it succeeds and how long CPUs take to meet. */
package org.xsplice.sweep;
