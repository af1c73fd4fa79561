// SPDX-License-Identifier: GPL-2.0-or-later
/** What happened in a run, told from its events: as a trace that Perfetto shows, and as a timeline. */
package org.xsplice.report;
