// SPDX-License-Identifier: GPL-2.0-or-later
/** The one source of randomness: everything that is chosen is chosen here, from one seed, and can be replayed. */
package org.xsplice.chance;
