/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Included before everything else by the command line (-include).
 *
 * With -fPIC a reference to an outside symbol goes through the GOT unless the
 * symbol is known to be hidden, and the hypervisor's loader refuses GOT
 * relocations.  The option -fvisibility=hidden covers definitions only; the
 * pragma covers the declarations too.
 */
#pragma GCC visibility push(hidden)
