// SPDX-License-Identifier: GPL-2.0-or-later
/** Boots simulated hosts: the one place that knows which control planes there are. */
package org.xsplice.host;
