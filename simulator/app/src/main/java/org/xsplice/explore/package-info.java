// SPDX-License-Identifier: GPL-2.0-or-later
/** Searches the orders in which things can happen on a host for one that breaks a property, and replays it. */
package org.xsplice.explore;
