// SPDX-License-Identifier: GPL-2.0-or-later
/** What happened, as immutable records. Everything that people or tests observe is read from here. */
package org.xsplice.event;
