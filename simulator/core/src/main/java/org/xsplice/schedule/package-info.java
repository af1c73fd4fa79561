// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Virtual time and CPUs as data, stepped by one thread in an order that a strategy chooses; and the rendezvous in which
 * they are quiesced before text is changed.
 */
package org.xsplice.schedule;
