// SPDX-License-Identifier: GPL-2.0-or-later
/** The benchmarks of {@code make bench}, and the table of what they are to reach. */
package org.xsplice.bench;
