// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * The program {@code xsplice}: its commands, its exit codes, and the only place that prints. Each command is a class with the
 * name of the command; {@link org.xsplice.cli.Program} has them all.
 */
package org.xsplice.cli;
