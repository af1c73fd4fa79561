// SPDX-License-Identifier: GPL-2.0-or-later
/** The program {@code xsplice}: commands, exit codes, and the only place that prints. */
package org.xsplice.cli;
