// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * What happened in a run, made from its events alone: {@link org.xsplice.report.ChromeTrace} for the Perfetto UI, {@link
 * org.xsplice.report.Timeline} as text, one column for each CPU.
 */
package org.xsplice.report;
